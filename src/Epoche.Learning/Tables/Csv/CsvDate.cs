using System.Globalization;
using System.Text;

namespace Epoche.Tables;

/// <summary>Dates of bytes, as days since 1970-01-01; a time is the part of a day behind the point.</summary>
internal static class CsvDate
{
    private const double TicksOfDay = TimeSpan.TicksPerDay;

    /// <summary>Reads a cell that is a date in ISO's or the German order, or in the format that is given.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, string? format, out double days)
    {
        days = 0;
        if (format is not null)
        {
            bool isDate = DateTime.TryParseExact(
                Encoding.UTF8.GetString(cell), format, CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time);
            days = isDate ? ToDays(time) : 0;
            return isDate;
        }

        int year, month, day, at;
        if (cell.Length >= 10 && cell[4] is (byte)'-' or (byte)'/' && cell[7] == cell[4])
        {
            (year, month, day, at) = (Number(cell, 0, 4), Number(cell, 5, 2), Number(cell, 8, 2), 10);
        }
        else if (cell.Length >= 10 && cell[2] == '.' && cell[5] == '.')
        {
            (day, month, year, at) = (Number(cell, 0, 2), Number(cell, 3, 2), Number(cell, 6, 4), 10);
        }
        else
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        long ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        if (at < cell.Length && !TryAddTime(cell[at..], ref ticks))
        {
            return false;
        }

        days = (ticks - DateTime.UnixEpoch.Ticks) / TicksOfDay;
        return true;
    }

    /// <summary>The days of a time.</summary>
    public static double ToDays(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TicksOfDay;

    /// <summary>The other way round, to a microsecond, as fine as days in double precision are.</summary>
    public static DateTime ToTime(double days)
    {
        double ticks = Math.Round(days * TicksOfDay / 10) * 10;
        return new DateTime(DateTime.UnixEpoch.Ticks + (long)ticks, DateTimeKind.Unspecified);
    }

    // " 17:30", "T17:30:05.25Z", "T17:30+01:00"
    private static bool TryAddTime(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length < 6 || text[0] is not ((byte)' ' or (byte)'T') || text[3] != ':')
        {
            return false;
        }

        int hour = Number(text, 1, 2), minute = Number(text, 4, 2), second = 0, at = 6;
        long fraction = 0;
        if (at < text.Length && text[at] == ':')
        {
            second = text.Length >= at + 3 ? Number(text, at + 1, 2) : -1;
            at += 3;
            if (at < text.Length && text[at] == '.')
            {
                long unit = TimeSpan.TicksPerSecond;
                for (at++; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
                {
                    unit /= 10;
                    fraction += unit * (text[at] - '0');
                }
            }
        }

        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        ticks += (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute) + (second * TimeSpan.TicksPerSecond) + fraction;
        return at >= text.Length || TryTakeOffset(text[at..], ref ticks);
    }

    private static bool TryTakeOffset(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length == 1 && text[0] == 'Z')
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':')
        {
            return false;
        }

        int hour = Number(text, 1, 2), minute = Number(text, 4, 2);
        long offset = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        ticks -= text[0] == '+' ? offset : -offset;
        return hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
    }

    /// <summary>So many digits; −1 where one is none.</summary>
    private static int Number(ReadOnlySpan<byte> text, int at, int count)
    {
        int number = 0;
        for (int i = at; i < at + count; i++)
        {
            if (text[i] is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (number * 10) + text[i] - '0';
        }

        return number;
    }
}
