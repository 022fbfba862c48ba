namespace ThreeDb.Cli;

/// <summary>What a part of long work is counted in.</summary>
internal enum ProgressUnit
{
    /// <summary>Things that a person would count, such as entities.</summary>
    Things,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Something that says nothing by itself, such as a position: only how much of all of it is done is shown, and in the end how long it took.</summary>
    Share,
}
