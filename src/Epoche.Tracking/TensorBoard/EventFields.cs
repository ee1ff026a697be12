namespace Epoche.Tracking.TensorBoard;

// The numbers of the fields in TensorBoard's event.proto, summary.proto, histogram.proto, tensor.proto, session_log, and of
// the hparams plugin's plugin_data.proto and api.proto.

internal static class EventField
{
    public const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5, SessionLog = 7;
}

internal static class SessionLogField
{
    public const int Status = 1;
    public const int Start = 1; // a value of Status, no field
}

internal static class SummaryField
{
    public const int Value = 1;
}

internal static class ValueField
{
    public const int Tag = 1, SimpleValue = 2, Image = 4, Histogram = 5, Tensor = 8, Metadata = 9;
}

internal static class ImageField
{
    public const int Height = 1, Width = 2, ColorSpace = 3, Encoded = 4;
}

internal static class HistogramField
{
    public const int Min = 1, Max = 2, Count = 3, Sum = 4, SumOfSquares = 5, Limits = 6, Counts = 7;
}

internal static class MetadataField
{
    public const int PluginData = 1, DataClass = 4;
    public const int PluginName = 1, PluginContent = 2; // of PluginData
    public const int TensorClass = 2; // a value of DataClass
}

internal static class TensorField
{
    public const int Type = 1, Shape = 2, Content = 4, FloatValue = 5, DoubleValue = 6, IntegerValue = 7, StringValue = 8;
    public const int LongValue = 10, BooleanValue = 11;
    public const int Dimension = 2, DimensionSize = 1; // of Shape, of Dimension
    public const int FloatType = 1, DoubleType = 2, IntegerType = 3, StringType = 7, LongType = 9; // values of Type
    public const int BooleanType = 10, BrainType = 14, HalfType = 19;
}

internal static class HParamsField
{
    public const int Experiment = 2, SessionStart = 3, SessionEnd = 4;
    public const int TimeCreated = 3, Parameters = 4, Metrics = 5; // of Experiment
    public const int ParameterName = 1, ParameterType = 4; // of Parameters
    public const int TypeString = 1, TypeBool = 2, TypeNumber = 3; // values of ParameterType
    public const int MetricName = 1, MetricTag = 2; // of Metrics, of MetricName
    public const int Values = 1, Group = 4, StartTime = 5; // of SessionStart
    public const int Key = 1, MapValue = 2; // of Values
    public const int NumberValue = 2, StringValue = 3, BoolValue = 4; // of MapValue
    public const int Status = 1, EndTime = 2; // of SessionEnd
    public const int Success = 1, Failure = 2; // values of Status
}
