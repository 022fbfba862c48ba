namespace ThreeDb;

/// <summary>How a field is compared. A field that is missing matches only <see cref="NotEqual"/> and <c>exists: false</c>.</summary>
public enum FilterOperator
{
    /// <summary><c>eq</c>: the same JSON value; numbers compare by value.</summary>
    Equal,

    /// <summary><c>ne</c>: not the same JSON value, or missing.</summary>
    NotEqual,

    /// <summary><c>lt</c>: smaller; numbers with numbers, strings with strings (by code point).</summary>
    Less,

    /// <summary><c>lte</c>: smaller or equal.</summary>
    LessOrEqual,

    /// <summary><c>gt</c>: larger.</summary>
    Greater,

    /// <summary><c>gte</c>: larger or equal.</summary>
    GreaterOrEqual,

    /// <summary><c>in</c>: equal to one of a list.</summary>
    In,

    /// <summary><c>contains</c>: an array with this element, a string with this part, an object with these members.</summary>
    Contains,

    /// <summary><c>exists</c>: present (true) or missing (false). A JSON null is present.</summary>
    Exists,

    /// <summary><c>prefix</c>: a string that begins with this one.</summary>
    Prefix,
}
