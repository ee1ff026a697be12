using System.Numerics;

namespace Epoche.Tables;

/// <summary>The parts of a date.</summary>
internal static class DatePartsOf
{
    public static int Count(DateParts parts) => BitOperations.PopCount((uint)parts);

    public static IEnumerable<string> Names(DateParts parts) =>
        Enum.GetValues<DateParts>().Where(part => part != DateParts.None && parts.HasFlag(part))
            .Select(part => part.ToString().ToLowerInvariant());

    public static void Write(DateParts parts, double days, double offset, double divisor, Span<float> numbers)
    {
        bool isMissing = double.IsNaN(days);
        DateTime time = isMissing ? default : CsvDate.ToTime(days);
        int at = 0;
        if (parts.HasFlag(DateParts.Days))
        {
            numbers[at++] = isMissing ? 0 : (float)((days - offset) / divisor);
        }

        Add(DateParts.Month, (time.Month - 1) / 11f, numbers);
        Add(DateParts.Day, (time.Day - 1) / 30f, numbers);
        Add(DateParts.Weekday, (((int)time.DayOfWeek + 6) % 7) / 6f, numbers);
        Add(DateParts.Hour, time.TimeOfDay.Ticks / (float)TimeSpan.TicksPerDay, numbers);

        void Add(DateParts part, float value, Span<float> to)
        {
            if (parts.HasFlag(part))
            {
                to[at++] = isMissing ? 0 : value;
            }
        }
    }
}
