using System.CommandLine;

namespace ThreeDb.Cli;

/// <summary><c>3db completion</c>: scripts that complete words in a shell. They ask 3db itself, so nothing else is needed.</summary>
internal static class CompletionVerb
{
    private static readonly Dictionary<string, (string Script, string Install)> Shells = new()
    {
        ["bash"] = ("""
            # Completion of 3db for bash.
            _3db_complete() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _3db_complete 3db ./3db
            """, "echo 'source <(3db completion bash)' >> ~/.bashrc"),
        ["zsh"] = ("""
            #compdef 3db
            # Completion of 3db for zsh.
            _3db_complete() {
              local -a found
              found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
              compadd -a found
            }
            compdef _3db_complete 3db ./3db
            """, "echo 'source <(3db completion zsh)' >> ~/.zshrc"),
        ["fish"] = ("""
            # Completion of 3db for fish.
            function __3db_complete
                set --local line (commandline --cut-at-cursor)
                set --local words (commandline --tokenize --cut-at-cursor)
                $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete --command 3db --no-files --arguments '(__3db_complete)'
            """, "3db completion fish > ~/.config/fish/completions/3db.fish"),
        ["pwsh"] = ("""
            # Completion of 3db for PowerShell.
            Register-ArgumentCompleter -Native -CommandName 3db -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $line = $commandAst.ToString().PadRight($cursorPosition)
                & $commandAst.CommandElements[0].Value "[suggest:$cursorPosition]" $line 2>$null |
                    Where-Object { $_ -like "$wordToComplete*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """, "3db completion pwsh >> $PROFILE"),
    };

    private static readonly Argument<string> ShellName = new("SHELL") { Description = "bash, zsh, fish or pwsh" };

    public static Command Make()
    {
        ShellName.CompletionSources.Clear();
        ShellName.CompletionSources.Add([.. Shells.Keys]);
        return new Command("completion", "Print a script that completes words in a shell") { ShellName }.RunsLocally(Run);
    }

    private static Task Run(Call call)
    {
        var name = call.Get(ShellName);
        if (!Shells.TryGetValue(name, out var shell))
        {
            throw Usage.Fault($"There is no script for '{Printable.Short(name)}'{Nearest.Hint(name, Shells.Keys)}; there are {string.Join(", ", Shells.Keys)}.", "3db completion");
        }

        call.Screen.Answer(new CompletionAnswer(name, shell.Script), screen =>
        {
            screen.Line(shell.Script);
            screen.Note($"To use it: {shell.Install}");
        });
        return Task.CompletedTask;
    }
}

/// <summary>A script as JSON.</summary>
internal sealed record CompletionAnswer(string Shell, string Script);
