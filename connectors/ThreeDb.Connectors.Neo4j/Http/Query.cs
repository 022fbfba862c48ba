using System.Text.Json;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>A statement to run.</summary>
/// <param name="Statement">The Cypher.</param>
internal sealed record Query(string Statement)
{
    /// <summary>Writes the members of the object of parameters; none when null. Called anew for each attempt.</summary>
    public Func<JsonChunks, Task>? Parameters { get; init; }

    /// <summary>Whether the server shall refuse writes in it.</summary>
    public bool IsRead { get; init; }

    /// <summary>Whether it carries so much that it matters how fast the server reads it: goes to <see cref="BatchEndpoint"/> where that is there.</summary>
    public bool IsBatch { get; init; }

    /// <summary>Whether each value of the answer says what it is (<c>{"$type": "Node", …}</c>).</summary>
    public bool IsTyped { get; init; }

    /// <summary>Takes the rows, one after another; false ends reading.</summary>
    public Func<JsonElement, bool>? OnRow { get; init; }

    /// <summary>How long the server may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What the server answered, without the rows.</summary>
internal sealed record Answer
{
    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The bookmarks after the statement; empty when it failed or was not read to its end.</summary>
    public IReadOnlyList<string> Bookmarks { get; init; } = [];

    /// <summary>The first error; null when there is none. It may come after rows.</summary>
    public EngineError? Error { get; init; }
}

/// <summary>An error of the server.</summary>
/// <param name="Code">Such as <c>Neo.ClientError.Statement.SyntaxError</c>.</param>
/// <param name="Message">In words.</param>
internal sealed record EngineError(string Code, string Message)
{
    /// <summary>The first in the member <c>errors</c> of an answer; null when there is none.</summary>
    public static EngineError? First(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("errors", out var errors) ? Of(errors) : null;

    /// <summary>The first of a list of errors; null when there is none.</summary>
    public static EngineError? Of(JsonElement errors) =>
        errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0 ? new EngineError(Text(errors[0], "code"), Text(errors[0], "message")) : null;

    private static string Text(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
