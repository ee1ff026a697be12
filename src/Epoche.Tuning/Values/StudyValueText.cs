using System.Globalization;
using System.Text;

namespace Epoche.Tuning;

/// <summary>
/// Writes values as Python's <c>json</c> does where it is asked for no blanks: in ASCII, with the bare words NaN and Infinity, which
/// System.Text.Json refuses to write.
/// </summary>
internal static class StudyValueText
{
    public static string Of(StudyValue value)
    {
        StringBuilder text = new();
        Append(text, value);
        return text.ToString();
    }

    public static void Append(StringBuilder text, StudyValue value)
    {
        switch (value.Kind)
        {
            case StudyValueKind.Boolean:
                text.Append(value.AsBoolean ? "true" : "false");
                break;
            case StudyValueKind.Integer:
                text.Append(CultureInfo.InvariantCulture, $"{value.AsInteger}");
                break;
            case StudyValueKind.Number:
                text.Append(StudyValue.NumberText(value.AsNumber));
                break;
            case StudyValueKind.Text:
                Append(text, value.AsText);
                break;
            case StudyValueKind.List:
                AppendList(text, value.AsList);
                break;
            case StudyValueKind.Map:
                AppendMap(text, value.AsMap);
                break;
            default:
                text.Append("null");
                break;
        }
    }

    public static void Append(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or > '~' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    private static void AppendList(StringBuilder text, IReadOnlyList<StudyValue> values)
    {
        text.Append('[');
        for (int i = 0; i < values.Count; i++)
        {
            text.Append(i > 0 ? "," : "");
            Append(text, values[i]);
        }

        text.Append(']');
    }

    private static void AppendMap(StringBuilder text, IReadOnlyList<KeyValuePair<string, StudyValue>> members)
    {
        text.Append('{');
        for (int i = 0; i < members.Count; i++)
        {
            text.Append(i > 0 ? "," : "");
            Append(text, members[i].Key);
            text.Append(':');
            Append(text, members[i].Value);
        }

        text.Append('}');
    }
}
