export function isNewEnough(version: string): boolean;
export function ownNodePath(root: string): string;
export function placeOwnNode(root: string, version?: string): void;
