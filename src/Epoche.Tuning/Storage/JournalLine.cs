namespace Epoche.Tuning;

/// <summary>The fields of one line of a journal.</summary>
internal readonly struct JournalLine(StudyValue line)
{
    private readonly IReadOnlyList<KeyValuePair<string, StudyValue>> _fields = line.AsMap;

    public StudyValue Field(string name)
    {
        foreach (KeyValuePair<string, StudyValue> field in _fields)
        {
            if (field.Key == name)
            {
                return field.Value;
            }
        }

        throw new InvalidOperationException($"The field '{name}' is missing.");
    }

    /// <summary>A field that may be missing, or null.</summary>
    public StudyValue? Optional(string name)
    {
        foreach (KeyValuePair<string, StudyValue> field in _fields)
        {
            if (field.Key == name)
            {
                return field.Value.Kind == StudyValueKind.Null ? (StudyValue?)null : field.Value;
            }
        }

        return null;
    }

    public int Int(string name)
    {
        long value = Field(name).AsInteger;
        return (int)value == value ? (int)value
            : throw new InvalidOperationException($"The field '{name}' is {value}; expected a number of 32 bits.");
    }

    public IReadOnlyList<KeyValuePair<string, StudyValue>> Map(string name) => Optional(name)?.AsMap ?? [];

    /// <summary>The only member of a map.</summary>
    public (string Name, StudyValue Value) One(string name)
    {
        IReadOnlyList<KeyValuePair<string, StudyValue>> map = Field(name).AsMap;
        return map.Count == 1 ? (map[0].Key, map[0].Value)
            : throw new InvalidOperationException($"The field '{name}' has {map.Count} members; expected one.");
    }

    public static IReadOnlyList<double> Numbers(StudyValue list) => [.. list.AsList.Select(value => value.AsNumber)];
}
