using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;

namespace ThreeDb.Cli;

/// <summary>Runs one command line from its words to its exit code.</summary>
internal static class CommandLineApp
{
    private const int BrokenPipe = 32; // EPIPE

    // Words that begin with @ name files with data; the parser would take them for files with more words.
    private static readonly ParserConfiguration AsTheyAre = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(IReadOnlyList<string> words, Shell shell, CancellationToken cancellationToken = default)
    {
        var root = Verbs.Root();
        var parsed = root.Parse(words, AsTheyAre);

        // What is wrong with the words must be said in the form that they ask for, even if it is not where it should be.
        var screen = new Screen(shell, isJson: words.Contains("--json"), withColour: !words.Contains("--no-color"));
        try
        {
            switch (parsed.Action)
            {
                case VerbAction verb:
                    Usage.Check(parsed, verb);
                    using (var call = new Call(parsed, shell, screen, cancellationToken))
                    {
                        await verb.Work(call);
                        screen.Flush();
                        return call.ExitCode;
                    }

                case ParseErrorAction:
                    if (words.Count == 0)
                    {
                        return await ShowHelpAsync(root.Parse(["--help"]), shell, cancellationToken);
                    }

                    throw Usage.FaultOf(parsed);
                default:
                    return await ShowHelpAsync(parsed, shell, cancellationToken);
            }
        }
        catch (ThreeDbException e)
        {
            return Failure.Report(e, screen);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            screen.Discard();
            return ExitCodes.Interrupted;
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            // Whoever read the output has seen enough of it, as in '3db export | head'.
            screen.Discard();
            return ExitCodes.Other;
        }
        catch (Exception e)
        {
            return Failure.Report(Failure.Translate(e, shell), screen);
        }
    }

    private static async Task<int> ShowHelpAsync(ParseResult parsed, Shell shell, CancellationToken cancellationToken)
    {
        await using var output = new StreamWriter(shell.Output, new UTF8Encoding(false), leaveOpen: true);
        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = shell.Error, ProcessTerminationTimeout = null }, cancellationToken);
    }
}
