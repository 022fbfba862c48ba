namespace ThreeDb;

/// <summary>What an operation of a <see cref="JsonPatch"/> does (RFC 6902, section 4).</summary>
public enum JsonPatchOperationKind
{
    /// <summary>Puts a value into an object, replacing one of the same name, or into an array before an index; <c>-</c> is its end.</summary>
    Add,

    /// <summary>Removes a value that is there.</summary>
    Remove,

    /// <summary>Replaces a value that is there.</summary>
    Replace,

    /// <summary>Removes a value and adds it elsewhere.</summary>
    Move,

    /// <summary>Adds a value that is there elsewhere as well.</summary>
    Copy,

    /// <summary>Demands that a value is there and equal; numbers compare by value.</summary>
    Test,
}
