/** The shells that there are scripts for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of {@linkcode SHELLS}. */
export type Shell = (typeof SHELLS)[number];

/** A script that asks the program itself what belongs at the cursor. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

const SCRIPTS: Readonly<Record<Shell, string>> = {
  // The first line of the answer is the word at the cursor as it was understood: bash splits words
  // at colons and equals signs.
  bash: `# pond completion for bash: source <(pond completions bash)
_pond() {
  local answer word prefix="" each
  mapfile -t answer < <(pond completions line -- "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  word=\${answer[0]}
  [[ $word == *[:=]* ]] && prefix=\${word%"\${word##*[:=]}"}
  COMPREPLY=()
  for each in "\${answer[@]:1}"; do
    # A name like $(reboot) is only ever quoted.
    COMPREPLY+=("$(printf %q "\${each#"$prefix"}")")
  done
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[/:=] ]] && compopt -o nospace 2>/dev/null
}
complete -o nosort -F _pond pond
`,
  zsh: `#compdef pond
# pond completion for zsh: source <(pond completions zsh)
_pond() {
  local -a answer open closed
  answer=("\${(@f)$(pond completions words -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  answer=("\${(@)answer:#}")
  open=("\${(@M)answer:#*[/:=]}")
  closed=("\${(@)answer:#*[/:=]}")
  (( $#open )) && compadd -S '' -- "\${open[@]}"
  (( $#closed )) && compadd -- "\${closed[@]}"
}
if [[ $funcstack[1] == _pond ]]; then _pond "$@"; else compdef _pond pond; fi
`,
  fish: `# pond completion for fish: pond completions fish | source
function __pond_complete
    set -l words (commandline -opc)
    pond completions words -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c pond -f -a '(__pond_complete)'
`,
};
