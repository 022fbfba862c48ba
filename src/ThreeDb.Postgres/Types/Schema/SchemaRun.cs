using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>One check of one value. Owner: the caller's thread.</summary>
/// <remarks>
/// Schemas may apply several alternatives to each level of the data, so that the work can grow exponentially with its depth. Hence the
/// steps, which a run may not exceed whatever the schema; they follow from the size of the data alone, so that the answer is always the same.
/// </remarks>
internal sealed class SchemaRun
{
    private const int MaxErrors = 100;
    private const int FreeSteps = 1_000_000;
    private const int StepsPerByte = 8;

    // The net below linear matching: a pattern with thousands of states over megabytes.
    private static readonly TimeSpan MaxMatching = TimeSpan.FromSeconds(2);

    private readonly string _pointer;
    private readonly List<(string? Name, int Index)> _path = [];
    private HashSet<FieldError> _errors = [];
    private int _mostErrors = MaxErrors;
    private bool _silent;
    private bool _failed;
    private long _steps;
    private TimeSpan _matching;

    private SchemaRun(JsonElement data, string pointer)
    {
        _pointer = pointer;
        _steps = FreeSteps + ((long)StepsPerByte * Size(data));
    }

    /// <summary>Whether nothing that follows can change what is reported.</summary>
    public bool IsDecided => _silent ? _failed : _errors.Count >= _mostErrors;

    /// <summary>Whether a failure will be read by somebody, so that its reasons are worth finding.</summary>
    public bool Explains => !_silent && _mostErrors == MaxErrors;

    /// <summary>Checks a value.</summary>
    /// <returns>The violations, at most 100; none when the value keeps the schema.</returns>
    /// <exception cref="ThreeDbException"><c>TDB1014</c> when checking would take too long.</exception>
    public static IReadOnlyList<FieldError> Check(SchemaNode schema, JsonElement data, string pointer)
    {
        var run = new SchemaRun(data, pointer);
        schema.Check(data, run);
        return [.. run._errors];
    }

    /// <summary>The bytes of a value's JSON.</summary>
    public static int Size(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    /// <summary>Counts work.</summary>
    public void Spend(int steps)
    {
        if ((_steps -= steps) < 0)
        {
            throw TooMuch("takes more steps to check than the schema is allowed; simplify the alternatives that stand within alternatives");
        }
    }

    /// <summary>Counts the application of a schema to a value.</summary>
    public void Enter()
    {
        Spend(1);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TooMuch("is nested too deep for the references of the schema");
        }
    }

    /// <summary>Reports the value.</summary>
    public void Fail(string detail)
    {
        _failed = true;
        if (!IsDecided)
        {
            _errors.Add(new FieldError(Pointer(), detail));
        }
    }

    /// <summary>Reports a member of the value, one that is missing perhaps.</summary>
    public void FailMember(string name, string detail)
    {
        _path.Add((name, 0));
        Fail(detail);
        _path.RemoveAt(_path.Count - 1);
    }

    public void CheckMember(SchemaNode schema, string name, JsonElement value) => CheckPart(schema, (name, 0), value);

    public void CheckItem(SchemaNode schema, int index, JsonElement value) => CheckPart(schema, (null, index), value);

    /// <summary>Whether a value keeps a schema; nothing is reported.</summary>
    public bool Keeps(SchemaNode schema, JsonElement value)
    {
        var (silent, failed) = (_silent, _failed);
        (_silent, _failed) = (true, false);
        schema.Check(value, this);
        var keeps = !_failed;
        (_silent, _failed) = (silent, failed);
        return keeps;
    }

    /// <summary>Why a value does not keep a schema: the first reason.</summary>
    public string Reason(SchemaNode schema, JsonElement value)
    {
        var (errors, failed) = (_errors, _failed);
        (_errors, _mostErrors) = ([], 1);
        schema.Check(value, this);
        var reason = _errors.FirstOrDefault();
        (_errors, _failed, _mostErrors) = (errors, failed, MaxErrors);
        return $"{reason?.Pointer} {reason?.Detail}";
    }

    public bool Matches(SchemaPattern pattern, string text)
    {
        Spend(1 + (text.Length / 4));
        var started = Stopwatch.GetTimestamp();
        var matches = pattern.Matches(text);
        _matching += Stopwatch.GetElapsedTime(started);
        return matches is { } known && _matching < MaxMatching ? known : throw TooMuch($"takes too long to match {pattern.Text} (pattern)");
    }

    private static ThreeDbException TooMuch(FieldError error) => new(
        ErrorCodes.SchemaViolation, $"The data cannot be checked against the schema of its type: {error.Pointer} {error.Detail}.",
        "Change the schema of the type, or send less in one entity.", [error]);

    private ThreeDbException TooMuch(string detail) => TooMuch(new FieldError(Pointer(), detail));

    private void CheckPart(SchemaNode schema, (string? Name, int Index) step, JsonElement value)
    {
        _path.Add(step);
        schema.Check(value, this);
        _path.RemoveAt(_path.Count - 1);
    }

    private string Pointer()
    {
        var text = new StringBuilder(_pointer);
        foreach (var (name, index) in _path)
        {
            text.Append('/').Append(name is null ? index.ToString(CultureInfo.InvariantCulture) : JsonPointer.Escape(name));
        }

        return text.ToString();
    }
}
