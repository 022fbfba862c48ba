namespace ThreeDb.Connectors.Resp;

/// <summary>The types of RESP3 (https://github.com/redis/redis-specifications/blob/master/protocol/RESP3.md). Those of RESP2 are among them.</summary>
public enum RespType
{
    /// <summary>Nothing: <c>_</c>, or a length of -1 in RESP2.</summary>
    Null,

    /// <summary>A short text without line breaks: <c>+</c>.</summary>
    Text,

    /// <summary>Bytes: <c>$</c>.</summary>
    Blob,

    /// <summary>A text with a format of three letters: <c>=</c>.</summary>
    Verbatim,

    /// <summary>A 64-bit integer: <c>:</c>.</summary>
    Integer,

    /// <summary>A double, infinities and NaN included: <c>,</c>.</summary>
    Double,

    /// <summary>True or false: <c>#</c>.</summary>
    Boolean,

    /// <summary>An integer of any size: <c>(</c>.</summary>
    BigNumber,

    /// <summary>An error: <c>-</c> or <c>!</c>.</summary>
    Error,

    /// <summary>Values in order: <c>*</c>.</summary>
    Array,

    /// <summary>Pairs: <c>%</c>. The items are keys and values in turn.</summary>
    Map,

    /// <summary>Values without order: <c>~</c>.</summary>
    Set,

    /// <summary>A message that nobody asked for, between answers: <c>&gt;</c>.</summary>
    Push,

    /// <summary>Pairs about the value that follows: <c>|</c>. Found in <see cref="RespValue.Attributes"/>, never as a value of its own.</summary>
    Attribute,
}
