/**
 * Stored files over the log: directories, files with versions, links. One log row is one version of one node; a
 * directory is the run of rows that carry its id. A transaction collects rows and blobs and commits them as one
 * Delta commit. Dynamic nodes are rows like any other, opened through a function that is handed in.
 *
 * @module
 */
export * from "./api.ts";
