using System.CommandLine;
using System.IO.Pipelines;

namespace ThreeDb.Cli;

/// <summary><c>3db import</c>: a file of mutations or of plain records, in one stream.</summary>
internal static class ImportVerb
{
    private static readonly Argument<string> FileName = new("FILE") { Description = "The file, - for stdin" };
    private static readonly Option<string?> Format = new("--format") { Description = "What it is (default: by its name, else ndjson)", HelpName = "ndjson|json|csv" };
    private static readonly Option<string?> Type = new("--type") { Description = "It holds data of this type; without it, mutations as '3db export' prints them", HelpName = "TYPE" };
    private static readonly Option<string?> IdField = new("--id-field") { Description = "The member or column that is the id; new ids are made without it", HelpName = "FIELD" };
    private static readonly Option<string?> Project = new("--project") { Description = "The project of the entities", HelpName = "PROJECT" };
    private static readonly Option<ConflictPolicy> OnConflict = new("--on-conflict")
    {
        Description = "What to do when an id exists", HelpName = "fail|replace|merge", DefaultValueFactory = _ => ConflictPolicy.Replace,
    };

    private static readonly Option<bool> Atomic = new("--atomic") { Description = "All or nothing, instead of each line for itself" };

    public static Command Make() => new Command("import", "Load a file of records or mutations") { FileName, Format, Type, IdField, Project, OnConflict, Atomic }.Runs(RunAsync);

    private static async Task RunAsync(Call call)
    {
        var name = call.Get(FileName);
        var format = FormatOf(call, name);
        if (call.Get(Type) is null && (format == "csv" || call.Get(IdField) is not null || call.Get(Project) is not null))
        {
            throw Usage.Fault(format == "csv" ? "CSV needs --type." : "--id-field and --project go with --type; mutations say both themselves.", "3db import");
        }

        await using var file = name == "-" ? call.Shell.Input : File.OpenRead(Path.Combine(call.Shell.Folder, name));
        var faults = new Dictionary<long, ThreeDbException>();
        var summary = await ProgressBoard.RunAsync(call, async board =>
        {
            var part = board.Begin(name == "-" ? "stdin" : Path.GetFileName(name), file.CanSeek ? file.Length : null, ProgressUnit.Bytes);
            await using var counted = new CountingStream(file, part.Report);
            var done = await SendAsync(call, format, counted, faults);
            part.Finish();
            return done;
        });
        Answer(call, ImportAnswer.Of(summary, faults), summary.RolledBack);
    }

    private static string FormatOf(Call call, string name)
    {
        string[] known = ["ndjson", "json", "csv"];
        if (call.Get(Format) is { } named)
        {
            return known.Contains(named) ? named : throw Usage.Fault($"--format: '{Printable.Short(named)}' is none of {string.Join(", ", known)}{Nearest.Hint(named, known)}.", "3db import");
        }

        return Path.GetExtension(name).TrimStart('.').ToLowerInvariant() is var extension && known.Contains(extension) ? extension : "ndjson";
    }

    private static async Task<BulkSummary> SendAsync(Call call, string format, Stream file, Dictionary<long, ThreeDbException> faults)
    {
        var import = new PartialImport();
        var type = call.Get(Type);
        if (type is null && format == "ndjson")
        {
            // The server reads lines itself, and knows best what is wrong with one.
            return await SendAsync(call, import, PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true)));
        }

        var records = format switch
        {
            "csv" => CsvRecords.ReadAsync(file, call.Token),
            "json" => JsonRecords.ReadArrayAsync(file, call.Token),
            _ => JsonRecords.ReadLinesAsync(file, call.Token),
        };
        var shape = type is null ? null : new RecordShape(type, call.Get(IdField), call.Get(Project) ?? call.Target.Project, call.Get(OnConflict));
        var pipe = new Pipe();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.Token);
        var writing = RecordLines.WriteAsync(records, shape, pipe.Writer, faults, isWhole: call.Get(Atomic), stop.Token);
        try
        {
            var summary = await SendAsync(call, import, pipe.Reader);
            await writing;
            return summary;
        }
        catch (Exception) when (writing.IsFaulted)
        {
            // What could not be read is the cause; a broken request is its consequence.
            throw writing.Exception!.InnerException is ThreeDbException unreadable ? Unreadable(unreadable, import, call.Get(Atomic)) : writing.Exception.InnerException!;
        }
        finally
        {
            await stop.CancelAsync();
            await pipe.Reader.CompleteAsync();
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<BulkSummary> SendAsync(Call call, PartialImport import, PipeReader lines)
    {
        if (call.Get(Atomic))
        {
            return await call.Db.BulkAsync(lines.AsStream(leaveOpen: true), new BulkOptions { Atomic = true }, call.Token);
        }

        await import.SendAsync(call.Db, lines, call.Token);
        return import.Done;
    }

    private static ThreeDbException Unreadable(ThreeDbException e, PartialImport import, bool isWhole) =>
        isWhole ? new ThreeDbException(e.Code, e.Message + " Nothing was written.", e.Hint, e.Errors, e) : import.Explain(e);

    private static void Answer(Call call, ImportAnswer answer, bool isUndone)
    {
        if (isUndone)
        {
            var cause = answer.Errors[0];
            throw new ThreeDbException(ErrorCodes.Find(cause.Code) ?? ErrorCodes.Internal, $"Line {Quantity.Count(cause.Line)}: {cause.Message} Nothing was written.", cause.Hint);
        }

        call.Screen.Answer(answer, screen =>
        {
            screen.Line($"{Quantity.Count(answer.Items, "line", "lines")}: {Quantity.Count(answer.Created)} created, {Quantity.Count(answer.Updated)} updated, "
                + $"{Quantity.Count(answer.Unchanged)} unchanged, {Quantity.Count(answer.Deleted)} deleted, {Quantity.Count(answer.Failed)} refused.");
            foreach (var error in answer.Errors)
            {
                screen.Note($"line {Quantity.Count(error.Line)}: {error.Code}: {error.Message}");
            }

            if (answer.ErrorsOmitted is { } omitted)
            {
                screen.Note($"… and {Quantity.Count(omitted, "more refused line", "more refused lines")}.");
            }
        });
        call.ExitCode = answer.Errors is [var first, ..] ? ExitCodes.Of(ErrorCodes.Find(first.Code) ?? ErrorCodes.Internal) : ExitCodes.Success;
    }
}
