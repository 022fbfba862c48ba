using Spectre.Console;
using Spectre.Console.Rendering;

namespace ThreeDb.Cli;

/// <summary>Shows long work: bars with a time to go on a terminal, a line for each finished part elsewhere, nothing with --json. Always on stderr.</summary>
internal sealed class ProgressBoard
{
    private const string Unit = "unit";

    private readonly Screen _screen;
    private readonly TimeProvider _time;
    private readonly ProgressContext? _context;

    private ProgressBoard(Screen screen, TimeProvider time, ProgressContext? context)
    {
        _screen = screen;
        _time = time;
        _context = context;
    }

    /// <summary>Runs work that reports to a board.</summary>
    public static async Task<T> RunAsync<T>(Call call, Func<ProgressBoard, Task<T>> work)
    {
        var time = call.Shell.Time;
        if (!call.Screen.MayAnimate)
        {
            return await work(new ProgressBoard(call.Screen, time, null));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = call.Screen.ErrorInk.IsOn ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(call.Shell.Error),
        });
        return await console.Progress().AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new DoneColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new ProgressBoard(call.Screen, time, context)));
    }

    /// <summary>Begins a part of the work.</summary>
    /// <param name="name">What is done, for example <c>packages</c>.</param>
    /// <param name="total">How much there is to do; null when nobody knows yet.</param>
    /// <param name="unit">What it is counted in.</param>
    public ProgressPart Begin(string name, double? total = null, ProgressUnit unit = ProgressUnit.Things)
    {
        var task = _context?.AddTask(Markup.Escape(Printable.Of(name)), maxValue: total ?? double.MaxValue);
        if (task is not null)
        {
            task.IsIndeterminate = total is null;
            task.State.Update<ProgressUnit>(Unit, _ => unit);
        }

        return new ProgressPart(name, task, _screen, _time, unit);
    }

    internal static string Amount(double value, ProgressUnit unit) => unit == ProgressUnit.Bytes ? Quantity.Bytes((long)value) : Quantity.Count((long)value);

    private sealed class DoneColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(Of(task, task.State.Get<ProgressUnit>(Unit))).RightJustified();

        private static string Of(ProgressTask task, ProgressUnit unit) => (unit, task.IsIndeterminate) switch
        {
            (ProgressUnit.Share, true) => "",
            (ProgressUnit.Share, false) => $"{Quantity.Count((long)task.Percentage)} %",
            (_, true) => Amount(task.Value, unit),
            (_, false) => $"{Amount(task.Value, unit)} of {Amount(task.MaxValue, unit)}",
        };
    }
}

/// <summary>A part of long work. Reports may come from any thread.</summary>
internal sealed class ProgressPart(string name, ProgressTask? task, Screen screen, TimeProvider time, ProgressUnit unit)
{
    private readonly long _began = time.GetTimestamp();
    private double _value;

    /// <summary>Says how much is done.</summary>
    public void Report(double value)
    {
        _value = value;
        if (task is not null)
        {
            task.Value = value;
        }
    }

    /// <summary>Says beside the name how it stands; null for nothing to say. Only a bar shows it.</summary>
    public void Describe(string? state)
    {
        if (task is not null)
        {
            task.Description = Markup.Escape(Printable.Of(state is null ? name : $"{name}: {state}"));
        }
    }

    /// <summary>Says how much there is to do, once it is known.</summary>
    public void SetTotal(double total)
    {
        if (task is not null)
        {
            task.MaxValue = total;
            task.IsIndeterminate = false;
        }
    }

    /// <summary>Says that the part is done.</summary>
    /// <param name="value">How much it was in the end; what was last reported when null.</param>
    public void Finish(double? value = null)
    {
        Report(value ?? _value);
        if (task is not null)
        {
            SetTotal(_value);
            task.StopTask();
        }
        else if (!screen.IsJson)
        {
            var amount = unit == ProgressUnit.Share ? "" : $"{ProgressBoard.Amount(_value, unit)} in ";
            screen.ErrorLine($"{Printable.Of(name)}: {amount}{Quantity.Time(time.GetElapsedTime(_began))}");
        }
    }
}
