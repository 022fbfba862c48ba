namespace ThreeDb;

/// <summary>A reason why an operation cannot be applied; the applier adds which operation it was.</summary>
internal sealed class PatchFault(string reason) : Exception(reason)
{
    /// <summary>A text of the request as it may stand in a message.</summary>
    public static string Shortened(string text) => text.Length <= 100 ? text : text[..(char.IsHighSurrogate(text[99]) ? 99 : 100)] + "…";
}
