using System.Globalization;
using System.Text;

namespace Epoche.Tracking.TensorBoard;

/// <summary>Appends events, framed as records, to a buffer.</summary>
internal static class EventEncoder
{
    public const string FileVersion = "brain.Event:2", TextPlugin = "text", HParamsPlugin = "hparams";
    public const string ExperimentTag = "_hparams_/experiment", SessionStartTag = "_hparams_/session_start_info",
        SessionEndTag = "_hparams_/session_end_info";

    public static void AppendVersion(ProtoBuffer to, double wallTime)
    {
        int record = BeginEvent(to, wallTime, step: 0);
        to.Text(EventField.FileVersion, FileVersion);
        to.EndRecord(record);
    }

    /// <summary>What tells a reader to drop everything of this step and later ones that stands before.</summary>
    public static void AppendSessionStart(ProtoBuffer to, double wallTime, long step)
    {
        int record = BeginEvent(to, wallTime, step), log = to.Begin(EventField.SessionLog);
        to.Integer(SessionLogField.Status, SessionLogField.Start);
        to.End(log);
        to.EndRecord(record);
    }

    public static void Append(ProtoBuffer to, double wallTime, in RunEvent e)
    {
        int record = BeginValue(to, wallTime, e.Step, e.Name ?? "", out Marks marks);
        if (e.Histogram is { } histogram)
        {
            Histogram(to, histogram);
        }
        else if (e.Image is { } image)
        {
            int start = to.Begin(ValueField.Image);
            to.Integer(ImageField.Height, image.Height);
            to.Integer(ImageField.Width, image.Width);
            to.Integer(ImageField.ColorSpace, image.MediaType == "image/gif" ? 3 : 4);
            to.Bytes(ImageField.Encoded, image.Encoded.Span);
            to.End(start);
        }
        else if (e.Text is { } text)
        {
            Text(to, text);
        }
        else
        {
            to.Float(ValueField.SimpleValue, (float)e.Value);
        }

        EndValue(to, record, marks);
    }

    /// <summary>
    /// Which parameters and metrics there are, and the values of this session's parameters: the first two of the plugin's three summaries.
    /// </summary>
    public static void AppendSession(ProtoBuffer to, double wallTime, IReadOnlyList<RunParameter> parameters, IReadOnlyList<string> metrics)
    {
        int record = BeginHParams(to, wallTime, ExperimentTag, out HParamsMarks marks);
        int experiment = to.Begin(HParamsField.Experiment);
        to.Double(HParamsField.TimeCreated, wallTime);
        foreach (RunParameter parameter in parameters)
        {
            int info = to.Begin(HParamsField.Parameters);
            to.Text(HParamsField.ParameterName, parameter.Name);
            to.Integer(
                HParamsField.ParameterType,
                parameter.Text is not null ? HParamsField.TypeString : parameter.IsFlag ? HParamsField.TypeBool : HParamsField.TypeNumber);
            to.End(info);
        }

        foreach (string metric in metrics)
        {
            int info = to.Begin(HParamsField.Metrics), name = to.Begin(HParamsField.MetricName);
            to.Text(HParamsField.MetricTag, metric);
            to.End(name);
            to.End(info);
        }

        to.End(experiment);
        EndHParams(to, record, marks);

        record = BeginHParams(to, wallTime, SessionStartTag, out marks);
        int session = to.Begin(HParamsField.SessionStart);
        foreach (RunParameter parameter in parameters)
        {
            Parameter(to, parameter);
        }

        to.Text(HParamsField.Group, Group(parameters));
        to.Double(HParamsField.StartTime, wallTime);
        to.End(session);
        EndHParams(to, record, marks);
    }

    public static void AppendSessionEnd(ProtoBuffer to, double wallTime, bool succeeded)
    {
        int record = BeginHParams(to, wallTime, SessionEndTag, out HParamsMarks marks), end = to.Begin(HParamsField.SessionEnd);
        to.Integer(HParamsField.Status, succeeded ? HParamsField.Success : HParamsField.Failure);
        to.Double(HParamsField.EndTime, wallTime);
        to.End(end);
        EndHParams(to, record, marks);
    }

    private static int BeginEvent(ProtoBuffer to, double wallTime, long step)
    {
        int record = to.BeginRecord();
        to.Double(EventField.WallTime, wallTime);
        if (step != 0)
        {
            to.Integer(EventField.Step, step);
        }

        return record;
    }

    private static int BeginValue(ProtoBuffer to, double wallTime, long step, string tag, out Marks marks)
    {
        int record = BeginEvent(to, wallTime, step);
        int summary = to.Begin(EventField.Summary);
        marks = new Marks(summary, to.Begin(SummaryField.Value));
        to.Text(ValueField.Tag, tag);
        return record;
    }

    private static void EndValue(ProtoBuffer to, int record, Marks marks)
    {
        to.End(marks.Value);
        to.End(marks.Summary);
        to.EndRecord(record);
    }

    private static void Histogram(ProtoBuffer to, RunHistogram histogram)
    {
        int start = to.Begin(ValueField.Histogram);
        to.Double(HistogramField.Min, histogram.Min);
        to.Double(HistogramField.Max, histogram.Max);
        to.Double(HistogramField.Count, histogram.Count);
        to.Double(HistogramField.Sum, histogram.Sum);
        to.Double(HistogramField.SumOfSquares, histogram.SumOfSquares);
        to.Doubles(HistogramField.Limits, histogram.Limits);
        to.Doubles(HistogramField.Counts, histogram.Counts);
        to.End(start);
    }

    private static void Text(ProtoBuffer to, string text)
    {
        int tensor = to.Begin(ValueField.Tensor);
        to.Integer(TensorField.Type, TensorField.StringType);
        int shape = to.Begin(TensorField.Shape), dimension = to.Begin(TensorField.Dimension);
        to.Integer(TensorField.DimensionSize, 1);
        to.End(dimension);
        to.End(shape);
        to.Text(TensorField.StringValue, text);
        to.End(tensor);

        int metadata = to.Begin(ValueField.Metadata), plugin = to.Begin(MetadataField.PluginData);
        to.Text(MetadataField.PluginName, TextPlugin);
        to.End(plugin);
        to.Integer(MetadataField.DataClass, MetadataField.TensorClass);
        to.End(metadata);
    }

    // The plugin's data are metadata of a summary whose value is a tensor of no meaning.
    private static int BeginHParams(ProtoBuffer to, double wallTime, string tag, out HParamsMarks marks)
    {
        int record = BeginValue(to, wallTime, step: 0, tag, out Marks value);
        int tensor = to.Begin(ValueField.Tensor);
        to.Integer(TensorField.Type, TensorField.FloatType);
        to.End(to.Begin(TensorField.Shape));
        to.Float(TensorField.FloatValue, 0);
        to.End(tensor);

        int metadata = to.Begin(ValueField.Metadata), plugin = to.Begin(MetadataField.PluginData);
        to.Text(MetadataField.PluginName, HParamsPlugin);
        marks = new HParamsMarks(value, metadata, plugin, to.Begin(MetadataField.PluginContent));
        return record;
    }

    private static void EndHParams(ProtoBuffer to, int record, HParamsMarks marks)
    {
        to.End(marks.Content);
        to.End(marks.Plugin);
        to.Integer(MetadataField.DataClass, MetadataField.TensorClass);
        to.End(marks.Metadata);
        EndValue(to, record, marks.Value);
    }

    private static void Parameter(ProtoBuffer to, RunParameter parameter)
    {
        int entry = to.Begin(HParamsField.Values);
        to.Text(HParamsField.Key, parameter.Name);
        int value = to.Begin(HParamsField.MapValue);
        if (parameter.Text is { } text)
        {
            to.Text(HParamsField.StringValue, text);
        }
        else if (parameter.IsFlag)
        {
            to.Integer(HParamsField.BoolValue, (long)parameter.Number);
        }
        else
        {
            to.Double(HParamsField.NumberValue, parameter.Number);
        }

        to.End(value);
        to.End(entry);
    }

    // Sessions with the same parameters are one group, as repetitions of one experiment.
    private static string Group(IReadOnlyList<RunParameter> parameters)
    {
        IEnumerable<string> lines = parameters.OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}={p}"));
        return Sha256.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }

    private readonly record struct Marks(int Summary, int Value);

    private readonly record struct HParamsMarks(Marks Value, int Metadata, int Plugin, int Content);
}
