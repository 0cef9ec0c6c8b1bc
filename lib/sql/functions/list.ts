import { dateTrunc } from "./built_in/date_trunc.ts";
import { fromJson } from "./built_in/from_json.ts";
import { fromJsonStrict } from "./built_in/from_json_strict.ts";
import { json } from "./built_in/json.ts";
import { jsonArray } from "./built_in/json_array.ts";
import { jsonArrayLength } from "./built_in/json_array_length.ts";
import { jsonContains } from "./built_in/json_contains.ts";
import { jsonEach } from "./built_in/json_each.ts";
import { jsonExists } from "./built_in/json_exists.ts";
import { jsonExtract } from "./built_in/json_extract.ts";
import { jsonExtractString } from "./built_in/json_extract_string.ts";
import { jsonGroupArray } from "./built_in/json_group_array.ts";
import { jsonGroupObject } from "./built_in/json_group_object.ts";
import { jsonKeys } from "./built_in/json_keys.ts";
import { jsonMergePatch } from "./built_in/json_merge_patch.ts";
import { jsonObject } from "./built_in/json_object.ts";
import { jsonPretty } from "./built_in/json_pretty.ts";
import { jsonStructure } from "./built_in/json_structure.ts";
import { jsonTree } from "./built_in/json_tree.ts";
import { jsonType } from "./built_in/json_type.ts";
import { jsonValid } from "./built_in/json_valid.ts";
import { jsonValue } from "./built_in/json_value.ts";
import { LATER } from "./built_in/later.ts";
import { makeTimestamptz } from "./built_in/make_timestamptz.ts";
import { momentMinus } from "./built_in/moment_minus.ts";
import { momentPlus } from "./built_in/moment_plus.ts";
import { timeBucket } from "./built_in/time_bucket.ts";
import { timezone } from "./built_in/timezone.ts";
import { toJson } from "./built_in/to_json.ts";
import type { SqlFunction } from "../calls/mod.ts";

/** All functions, as help lists them. */
export const FUNCTIONS: readonly SqlFunction[] = [
  dateTrunc,
  fromJson,
  fromJsonStrict,
  json,
  jsonArray,
  jsonArrayLength,
  jsonContains,
  jsonEach,
  jsonExists,
  jsonExtract,
  jsonExtractString,
  jsonGroupArray,
  jsonGroupObject,
  jsonKeys,
  jsonMergePatch,
  jsonObject,
  jsonPretty,
  jsonStructure,
  jsonTree,
  jsonType,
  jsonValid,
  jsonValue,
  makeTimestamptz,
  momentMinus,
  momentPlus,
  timeBucket,
  timezone,
  toJson,
  ...LATER,
];
