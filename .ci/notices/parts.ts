/**
 * What the program is made of beside packages of npm's with a licence file: what such packages hold
 * in binary form, those that say their licence only by its name, and what an executable rests on.
 */

/** Something with a licence of its own. */
export interface Part {
  readonly name: string;
  /** As SPDX writes it. */
  readonly license: string;
  readonly copyright: string;
  /** Where its source is. */
  readonly source: string;
  /** A file of this directory, without `.txt`, or the licence of pond itself. */
  readonly text: "MIT" | "Apache-2.0" | "MPL-2.0" | "BSD-3-Clause-V8";
  /** The package of npm's that holds it; none: the executable does. */
  readonly package?: string;
  /** What else is to be said. */
  readonly remark?: string;
}

/** In the order in which they are shown. */
export const PARTS: readonly Part[] = [
  {
    name: "DuckDB",
    license: "MIT",
    copyright: "Copyright 2018-2026 Stichting DuckDB Foundation",
    source: "https://github.com/duckdb/duckdb-wasm",
    text: "MIT",
    package: "@duckdb/duckdb-wasm",
    remark: "Its WebAssembly holds, among others, libpg_query (BSD-3-Clause, PostgreSQL), re2 " +
      "(BSD-3-Clause), zstd (BSD-3-Clause), snappy (BSD-3-Clause), brotli (MIT), fmt (MIT), " +
      "utf8proc (MIT), fast_float (MIT), yyjson (MIT), Mbed TLS (Apache-2.0), Apache Thrift " +
      "(Apache-2.0) and Apache Arrow (Apache-2.0).",
  },
  {
    name: "resvg",
    license: "MPL-2.0",
    copyright: "Copyright the resvg authors; the WebAssembly build by yisibl and contributors",
    source: "https://github.com/thx/resvg-js",
    text: "MPL-2.0",
    package: "@resvg/resvg-wasm",
    remark: "Used unchanged. Its source, and that of resvg itself " +
      "(https://github.com/linebender/resvg), are to be had at these addresses.",
  },
  {
    name: "Roboto",
    license: "Apache-2.0",
    copyright: "Copyright 2011 Google Inc.",
    source: "https://github.com/googlefonts/roboto",
    text: "Apache-2.0",
    package: "roboto-base64",
    remark: "The font of charts that are written as PNG.",
  },
  {
    name: "Rust parts of parquet-wasm",
    license: "Apache-2.0",
    copyright: "Copyright 2016-2026 The Apache Software Foundation (arrow-rs)",
    source: "https://github.com/kylebarron/parquet-wasm",
    text: "Apache-2.0",
    package: "parquet-wasm",
    remark: "With zstd (BSD-3-Clause), brotli (MIT), snap (BSD-3-Clause), lz4_flex (MIT) and " +
      "flate2 (MIT) in its WebAssembly.",
  },
  {
    name: "Deno's standard library",
    license: "MIT",
    copyright: "Copyright 2018-2026 the Deno authors",
    source: "https://github.com/denoland/std",
    text: "MIT",
    package: "deno-std",
  },
  {
    name: "Deno",
    license: "MIT",
    copyright: "Copyright 2018-2026 the Deno authors",
    source: "https://github.com/denoland/deno",
    text: "MIT",
    remark: "What an executable rests on, with parts of Node.js (MIT), Tokio (MIT), hyper (MIT), " +
      "rustls (Apache-2.0, ISC or MIT), ICU (Unicode-3.0), SQLite (public domain) and the crates " +
      "in its Cargo.lock.",
  },
  {
    name: "V8",
    license: "BSD-3-Clause",
    copyright: "Copyright 2014, the V8 project authors. All rights reserved.",
    source: "https://chromium.googlesource.com/v8/v8",
    text: "BSD-3-Clause-V8",
    remark: "Deno's JavaScript engine.",
  },
];
