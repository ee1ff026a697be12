using System.Buffers.Binary;
using System.Text;

namespace Epoche.Tuning;

/// <summary>The hash of what a study found.</summary>
internal static class StudyHash
{
    public static string Of(StudyRecord study)
    {
        using Sha256 hash = new();
        Text(hash, "epoche study 1");
        Numbers(hash, study.Directions.Select(direction => (double)direction));
        foreach (TrialRecord trial in study.Trials)
        {
            Numbers(hash, [trial.Number, (double)trial.State]);
            foreach (TrialParameter parameter in trial.Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
            {
                Text(hash, parameter.Name);
                Text(hash, parameter.Domain.ToJson());
                Numbers(hash, [parameter.Number]);
            }

            Numbers(hash, trial.Values ?? []);
            Numbers(hash, trial.IntermediateValues.OrderBy(report => report.Step)
                .SelectMany(report => (double[])[report.Step, report.Value]));
            Numbers(hash, trial.Constraints ?? []);
        }

        return hash.Digits();
    }

    private static void Text(Sha256 hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.Append(bytes);
    }

    private static void Numbers(Sha256 hash, IEnumerable<double> numbers)
    {
        double[] all = [.. numbers];
        Number(hash, all.Length);
        foreach (double number in all)
        {
            Number(hash, number);
        }
    }

    private static void Number(Sha256 hash, double number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, double.IsNaN(number) ? double.NaN : number);
        hash.Append(bytes);
    }
}
