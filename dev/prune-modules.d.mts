export declare function pruneModules(folder: string): void;
