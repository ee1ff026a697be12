using System.Globalization;
using System.Text.Json;

namespace Epoche;

/// <summary>Writes a rule as nested JSON objects, and collects its tables of numbers, named by their place.</summary>
internal sealed class RuleWriter(Utf8JsonWriter json)
{
    private readonly Stack<string> _place = new();

    /// <summary>The tables, in the order of writing.</summary>
    public List<(string Name, Shape Shape, ReadOnlyMemory<float> Values)> Tensors { get; } = [];

    public void Kind(string kind) => json.WriteString("kind", kind);

    public void Text(string name, string value) => json.WriteString(name, value);

    public void Integer(string name, int value) => json.WriteNumber(name, value);

    /// <summary>A number in its shortest form that reads back the same; JSON knows no infinity, so that is a text.</summary>
    public void Number(string name, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Number(string name, double value) => json.WriteNumber(name, value);

    public void Tensor(string name, Shape shape, float[] values) =>
        Tensors.Add((string.Join('.', _place.Reverse().Append(name)), shape, values));

    public void Object(string name, Action write)
    {
        json.WriteStartObject(name);
        Within(name, write);
    }

    public void List<T>(string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < items.Count; i++)
        {
            json.WriteStartObject();
            T item = items[i];
            Within($"{name}.{i}", () => write(item));
        }

        json.WriteEndArray();
    }

    private void Within(string place, Action write)
    {
        _place.Push(place);
        write();
        _place.Pop();
        json.WriteEndObject();
    }
}
