import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { byTurns } from './by-turns.ts';

/**
 * Vitest's order, the longest of a project first, but browsers by turns with faults, which wait for deadlines: as many browsers as
 * there are workers would be more than the cores can serve, and hear their own sound in pieces.
 */
export default class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const of = (project: string) => (file: TestSpecification) => file.project.name === project;
    return byTurns(await super.sort(files), of('e2e'), of('faults'));
  }
}
