namespace ThreeDb;

/// <summary>The words of RFC 6902.</summary>
internal static class JsonPatchWords
{
    private static readonly string[] Words = ["add", "remove", "replace", "move", "copy", "test"];

    public static IReadOnlyList<string> All => Words;

    public static string Of(JsonPatchOperationKind kind) => Words[(int)kind];

    public static JsonPatchOperationKind? Find(string word) => Array.IndexOf(Words, word) is var index and >= 0 ? (JsonPatchOperationKind)index : null;
}
