namespace ThreeDb;

/// <summary>A reason why an operation cannot be applied; the applier adds which operation it was.</summary>
internal sealed class PatchFault(string reason, string? hint = null) : Exception(reason)
{
    /// <summary>What to do about it; null for what helps against most reasons.</summary>
    public string? Hint => hint;

    /// <summary>A text of the request as it may stand in a message.</summary>
    public static string Shortened(string text) => text.Length <= 100 ? text : text[..(char.IsHighSurrogate(text[99]) ? 99 : 100)] + "…";
}
