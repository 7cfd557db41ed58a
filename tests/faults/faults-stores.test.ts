import { checkFaults } from './check-faults.ts';

checkFaults('stores');
