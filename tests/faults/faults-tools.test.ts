import { checkFaults } from './check-faults.ts';

checkFaults('tools');
