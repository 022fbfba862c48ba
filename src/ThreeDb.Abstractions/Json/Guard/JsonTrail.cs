using System.Text.Json;

namespace ThreeDb;

/// <summary>Follows a reader and knows where in the document it is.</summary>
internal sealed class JsonTrail
{
    // A pointer in a message is for people; a name can be megabytes long.
    private const int MaxPointerLength = 1_000;

    private readonly Stack<Level> _levels = [];

    /// <summary>Takes note of the token that was read.</summary>
    /// <returns>False when it is a name that its object has already.</returns>
    public bool Follow(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                return _levels.Peek().Enter(reader.GetString()!);
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _levels.Pop();
                return true;
            default:
                if (_levels.TryPeek(out var parent))
                {
                    parent.Next();
                }

                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    _levels.Push(new Level(reader.TokenType == JsonTokenType.StartObject));
                }

                return true;
        }
    }

    /// <summary>The place of the last token, or of the nearest value around it whose pointer is not overlong.</summary>
    /// <param name="parent">Whether the object or array around it is meant.</param>
    public string Pointer(bool parent = false)
    {
        var pointer = "";
        foreach (var level in parent ? _levels.Skip(1).Reverse() : _levels.Reverse())
        {
            if (level.Step is not { } step || pointer.Length + step.Length >= MaxPointerLength)
            {
                break;
            }

            pointer += "/" + JsonPointer.Escape(step);
        }

        return pointer;
    }

    private sealed class Level(bool isObject)
    {
        private readonly HashSet<string>? _names = isObject ? [] : null;
        private int _index = -1;
        private string? _name;

        public string? Step => _names is null ? _index < 0 ? null : $"{_index}" : _name;

        public bool Enter(string name)
        {
            _name = name;
            return _names!.Add(name);
        }

        public void Next() => _index++;
    }
}
