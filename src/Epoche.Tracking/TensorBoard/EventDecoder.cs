using System.Globalization;
using System.Text;

namespace Epoche.Tracking.TensorBoard;

/// <summary>Turns the bytes of a record into an <see cref="EventRecord"/>.</summary>
internal sealed class EventDecoder
{
    private const string ScalarPlugin = "scalars", HistogramPlugin = "histograms", ImagePlugin = "images";
    private const int ImagesBehind = 2; // a tensor of images begins with their width and height

    // The names of a run are few and come again and again: each becomes one string.
    private const int NamesKept = 4096, LongestNameKept = 256;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    // Of names that have one: only the first value of a name must say which.
    private readonly Dictionary<string, string> _plugins = new(StringComparer.Ordinal);
    private readonly char[] _letters = new char[LongestNameKept];

    /// <exception cref="FormatException">The bytes are no event.</exception>
    public EventRecord Decode(ReadOnlySpan<byte> message)
    {
        double wallTime = 0;
        long step = 0;
        string? version = null;
        bool isStart = false;
        ReadOnlySpan<byte> summary = default;
        ProtoReader fields = new(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case EventField.WallTime: wallTime = fields.Double(); break;
                case EventField.Step: step = fields.Integer(); break;
                case EventField.FileVersion: version = Encoding.UTF8.GetString(fields.Bytes()); break;
                case EventField.SessionLog: isStart = IsStart(fields.Bytes()); break;
                case EventField.Summary: summary = fields.Bytes(); break;
            }
        }

        EventRecord record = new() { WallTime = wallTime, Step = step, FileVersion = version, IsSessionStart = isStart };
        return summary.IsEmpty ? record : WithSummary(record, summary);
    }

    private EventRecord WithSummary(EventRecord record, ReadOnlySpan<byte> summary)
    {
        List<RunEvent> events = new(1);
        List<string>? skipped = null;
        ProtoReader values = new(summary);
        while (values.Next())
        {
            if (values.Field != SummaryField.Value)
            {
                continue;
            }

            string name = "";
            try
            {
                record = WithValue(record, values.Bytes(), events, ref name);
            }
            catch (FormatException exception)
            {
                // One odd value takes nothing else with it.
                (skipped ??= []).Add(string.Create(CultureInfo.InvariantCulture, $"'{name}', step {record.Step}: {exception.Message}"));
            }
        }

        return record with { Events = events, Skipped = skipped ?? record.Skipped };
    }

    private EventRecord WithValue(EventRecord record, ReadOnlySpan<byte> message, List<RunEvent> events, ref string name)
    {
        float? scalar = null;
        ReadOnlySpan<byte> image = default, histogram = default, tensor = default, metadata = default;
        ProtoReader fields = new(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case ValueField.Tag: name = Name(fields.Bytes()); break;
                case ValueField.SimpleValue: scalar = fields.Float(); break;
                case ValueField.Image: image = fields.Bytes(); break;
                case ValueField.Histogram: histogram = fields.Bytes(); break;
                case ValueField.Tensor: tensor = fields.Bytes(); break;
                case ValueField.Metadata: metadata = fields.Bytes(); break;
            }
        }

        if (scalar is { } number)
        {
            events.Add(new RunEvent(name, record.Step, number));
        }
        else if (!histogram.IsEmpty)
        {
            events.Add(new RunEvent(name, record.Step, Histogram(histogram)));
        }
        else if (!image.IsEmpty)
        {
            events.Add(new RunEvent(name, record.Step, Image(image)));
        }
        else if (!metadata.IsEmpty || !tensor.IsEmpty)
        {
            return WithPlugin(record, name, tensor, metadata, events);
        }

        return record;
    }

    private EventRecord WithPlugin(
        EventRecord record, string name, ReadOnlySpan<byte> tensor, ReadOnlySpan<byte> metadata, List<RunEvent> events)
    {
        string plugin = _plugins.GetValueOrDefault(name, "");
        ReadOnlySpan<byte> content = default;
        ProtoReader fields = new(metadata);
        while (fields.Next())
        {
            if (fields.Field == MetadataField.PluginData)
            {
                ProtoReader data = new(fields.Bytes());
                while (data.Next())
                {
                    switch (data.Field)
                    {
                        case MetadataField.PluginName: plugin = Encoding.UTF8.GetString(data.Bytes()); break;
                        case MetadataField.PluginContent: content = data.Bytes(); break;
                    }
                }
            }
        }

        if (_plugins.Count < NamesKept)
        {
            _plugins.TryAdd(name, plugin);
        }

        switch (plugin)
        {
            case ScalarPlugin:
                events.Add(new RunEvent(name, record.Step, TensorContent.Scalar(tensor)));
                return record;
            case HistogramPlugin:
                events.Add(new RunEvent(name, record.Step, TensorContent.Histogram(tensor)));
                return record;
            case ImagePlugin when TensorContent.TryText(tensor, ImagesBehind, out ReadOnlySpan<byte> encoded):
                events.Add(new RunEvent(name, record.Step, Picture(encoded)));
                return record;
            case EventEncoder.TextPlugin when TensorContent.TryText(tensor, 0, out ReadOnlySpan<byte> text):
                events.Add(new RunEvent(name, record.Step, Encoding.UTF8.GetString(text)));
                return record;
            case EventEncoder.HParamsPlugin:
                return HParamsDecoder.Decode(record, content);
            default:
                return record;
        }
    }

    private static bool IsStart(ReadOnlySpan<byte> log)
    {
        bool isStart = false;
        ProtoReader fields = new(log);
        while (fields.Next())
        {
            isStart = fields.Field == SessionLogField.Status ? fields.Integer() == SessionLogField.Start : isStart;
        }

        return isStart;
    }

    private static RunHistogram Histogram(ReadOnlySpan<byte> message)
    {
        double min = 0, max = 0, count = 0, sum = 0, squares = 0;
        List<double> limits = [], counts = [];
        ProtoReader fields = new(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case HistogramField.Min: min = fields.Double(); break;
                case HistogramField.Max: max = fields.Double(); break;
                case HistogramField.Count: count = fields.Double(); break;
                case HistogramField.Sum: sum = fields.Double(); break;
                case HistogramField.SumOfSquares: squares = fields.Double(); break;
                case HistogramField.Limits: fields.AppendDoubles(limits); break;
                case HistogramField.Counts: fields.AppendDoubles(counts); break;
            }
        }

        return TensorContent.Checked(limits, counts, min, max, count, sum, squares);
    }

    private static RunImage Image(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> encoded = default;
        ProtoReader fields = new(message);
        while (fields.Next())
        {
            if (fields.Field == ImageField.Encoded)
            {
                encoded = fields.Bytes();
            }
        }

        return Picture(encoded);
    }

    /// <exception cref="FormatException">It is a picture of another format than this library shows, or none.</exception>
    private static RunImage Picture(ReadOnlySpan<byte> encoded)
    {
        try
        {
            return new RunImage(encoded.ToArray());
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(TensorContent.MessageOf(exception), exception);
        }
    }

    private string Name(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestNameKept)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ReadOnlySpan<char> letters = _letters.AsSpan(0, Encoding.UTF8.GetChars(utf8, _letters));
        var names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!names.TryGetValue(letters, out string? name))
        {
            name = letters.ToString();
            if (_names.Count < NamesKept)
            {
                _names.Add(name, name);
            }
        }

        return name;
    }
}
