import type { Flag, Flags } from "./description.ts";
import type { Command } from "./command.ts";
import { GLOBAL_FLAGS, PROGRAM_FLAGS } from "./global_flags.ts";

/** The shells that there are scripts for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of {@linkcode SHELLS}. */
export type Shell = (typeof SHELLS)[number];

/** A script that completes commands, options, their values, and paths in the pond. */
export function completionScript(shell: Shell, verbs: readonly Command[]): string {
  switch (shell) {
    case "bash":
      return bashScript(verbs);
    case "zsh":
      return zshScript(verbs);
    case "fish":
      return fishScript(verbs);
  }
}

function bashScript(verbs: readonly Command[]): string {
  const cases = verbs.map((verb) =>
    `    ${verb.name}) words="${[...optionWords(verb.flags), ...fixedWords(verb)].join(" ")}" ;;`
  );
  return `# pond completion for bash: source <(pond completions bash)
_pond() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} verb="" words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      --pond|--color) ((i++)) ;;
      -*) ;;
      *) verb=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $prev in
${choiceCases(verbs)}
    --pond|--file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --factory) words=$(pond factories 2>/dev/null | cut -d' ' -f1) verb=- ;;
  esac
  case $verb in
    -) ;;
    "") words="${[...verbs.map((verb) => verb.name), ...longWords(PROGRAM_FLAGS)].join(" ")}" ;;
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ $verb == [a-z]* && $cur != -* ]]; then
    compopt -o nospace 2>/dev/null
    # compgen -W would run a name like $(reboot); these words are only ever quoted.
    local path
    while IFS= read -r path; do
      COMPREPLY+=("$(printf %q "$path")")
    done < <(pond list -d "$cur*" 2>/dev/null; compgen -f -- "$cur")
  fi
}
complete -F _pond pond
`;
}

function zshScript(verbs: readonly Command[]): string {
  const names = verbs.map((verb) => `    '${verb.name}:${quoted(verb.summary)}'`);
  const cases = verbs.map((verb) => {
    const options = Object.entries({ ...GLOBAL_FLAGS, ...verb.flags }).map(([name, flag]) =>
      `      '--${name}[${quoted(flag.help)}]${zshValue(flag)}'`
    );
    const fixed = fixedWords(verb);
    const words = fixed.length > 0 ? `:word:(${fixed.join(" ")})` : ":path:_pond_paths";
    return `    ${verb.name}) _arguments \\\n${options.join(" \\\n")} \\\n      '*${words}' ;;`;
  });
  return `#compdef pond
# pond completion for zsh: source <(pond completions zsh)
_pond_paths() {
  local -a found
  found=(\${(f)"$(pond list -d "$PREFIX*" 2>/dev/null)"})
  compadd -S '' -a found
  _files
}
_pond() {
  local -a verbs
  verbs=(
${names.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command verbs
    return
  fi
  local verb=$words[2]
  (( CURRENT-- ))
  shift words
  case $verb in
${cases.join("\n")}
  esac
}
if [[ $funcstack[1] == _pond ]]; then _pond "$@"; else compdef _pond pond; fi
`;
}

function fishScript(verbs: readonly Command[]): string {
  const lines = [
    "# pond completion for fish: pond completions fish | source",
    "complete -c pond -f",
    ...verbs.map((verb) =>
      `complete -c pond -n __fish_use_subcommand -a ${verb.name} -d '${quoted(verb.summary)}'`
    ),
    ...Object.entries(PROGRAM_FLAGS).map(([name, flag]) => fishFlag("", name, flag)),
  ];
  for (const verb of verbs) {
    const when = ` -n '__fish_seen_subcommand_from ${verb.name}'`;
    for (const [name, flag] of Object.entries(verb.flags)) lines.push(fishFlag(when, name, flag));
    const fixed = fixedWords(verb);
    if (fixed.length > 0) lines.push(`complete -c pond${when} -a '${fixed.join(" ")}'`);
    else if (verb.positionals.some((each) => each.completes === "pond")) {
      lines.push(`complete -c pond${when} -F -a '(pond list -d (commandline -ct)"*" 2>/dev/null)'`);
    } else if (verb.positionals.length > 0) lines.push(`complete -c pond${when} -F`);
  }
  return lines.join("\n") + "\n";
}

function fishFlag(when: string, name: string, flag: Flag): string {
  const short = flag.short === undefined ? "" : ` -s ${flag.short}`;
  const value = flag.is === "boolean"
    ? ""
    : flag.is === "choice"
    ? ` -x -a '${flag.values.join(" ")}'`
    : " -r";
  return `complete -c pond${when}${short} -l ${name}${value} -d '${quoted(flag.help)}'`;
}

function zshValue(flag: Flag): string {
  if (flag.is === "boolean") return "";
  return flag.is === "choice" ? `:value:(${flag.values.join(" ")})` : `:${flag.value}:_files`;
}

/** What follows an option with fixed values; verbs agree on the values of an option they share. */
function choiceCases(verbs: readonly Command[]): string {
  const choices = new Map<string, readonly string[]>();
  for (const flags of [PROGRAM_FLAGS, ...verbs.map((verb) => verb.flags)] as Flags[]) {
    for (const [name, flag] of Object.entries(flags)) {
      if (flag.is === "choice") choices.set(name, flag.values);
    }
  }
  return [...choices].map(([name, values]) =>
    `    --${name}) COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$cur")); return ;;`
  ).join("\n");
}

function fixedWords(verb: Command): string[] {
  return verb.positionals.flatMap(({ completes }) => Array.isArray(completes) ? completes : []);
}

function optionWords(flags: Flags): string[] {
  const shorts = Object.values(flags).flatMap(({ short }) =>
    short === undefined ? [] : [`-${short}`]
  );
  return [...longWords({ ...flags, ...GLOBAL_FLAGS }), ...shorts];
}

function longWords(flags: Flags): string[] {
  return Object.keys(flags).map((name) => `--${name}`);
}

/** Safe inside single quotes of all three shells, and inside a zsh option description. */
function quoted(text: string): string {
  return text.replace(/['[\]:\\`$]/g, " ");
}
