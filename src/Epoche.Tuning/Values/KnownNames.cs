using System.Text;

namespace Epoche.Tuning;

/// <summary>The names that stand in every line of a journal: one text serves them all.</summary>
internal static class KnownNames
{
    private static readonly (byte[] Bytes, string Text)[] s_names =
    [
        .. new[]
        {
            "op_code", "worker_id", "study_id", "trial_id", "step", "intermediate_value", "state", "values", "value", "datetime_start",
            "datetime_complete", "distributions", "params", "user_attrs", "system_attrs", "intermediate_values", "param_name",
            "param_value_internal", "distribution", "user_attr", "system_attr",
        }.Select(name => (Encoding.UTF8.GetBytes(name), name)),
    ];

    public static string? Find(ReadOnlySpan<byte> name)
    {
        foreach ((byte[] bytes, string text) in s_names)
        {
            if (name.SequenceEqual(bytes))
            {
                return text;
            }
        }

        return null;
    }
}
