using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>Writes and reads the JSON form of filters.</summary>
internal sealed class FilterJsonConverter : JsonConverter<Filter>
{
    public override bool CanConvert(Type typeToConvert) => typeof(Filter).IsAssignableFrom(typeToConvert);

    public override Filter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Filter.Parse(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, Filter value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        switch (value)
        {
            case FieldFilter field:
                writer.WriteStartObject(field.Path.Text);
                writer.WritePropertyName(FilterReader.NameOf(field.Operator));
                field.Operand.WriteTo(writer);
                writer.WriteEndObject();
                break;
            case NotFilter not:
                writer.WritePropertyName("not");
                Write(writer, not.Inner, options);
                break;
            case AllFilter all:
                WriteMany(writer, "and", all.Filters, options);
                break;
            case AnyFilter any:
                WriteMany(writer, "or", any.Filters, options);
                break;
        }

        writer.WriteEndObject();
    }

    private void WriteMany(Utf8JsonWriter writer, string name, IReadOnlyList<Filter> filters, JsonSerializerOptions options)
    {
        writer.WriteStartArray(name);
        foreach (var filter in filters)
        {
            Write(writer, filter, options);
        }

        writer.WriteEndArray();
    }
}
