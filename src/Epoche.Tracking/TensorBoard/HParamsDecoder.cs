using System.Text;

namespace Epoche.Tracking.TensorBoard;

/// <summary>Reads the data of TensorBoard's plugin for hyperparameters.</summary>
internal static class HParamsDecoder
{
    /// <exception cref="FormatException">The bytes are no data of the plugin.</exception>
    public static EventRecord Decode(EventRecord record, ReadOnlySpan<byte> content)
    {
        ProtoReader fields = new(content);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case HParamsField.SessionStart:
                    record = record with { Parameters = Parameters(fields.Bytes()) };
                    break;
                case HParamsField.SessionEnd:
                    record = record with { Succeeded = Succeeded(fields.Bytes()) };
                    break;
            }
        }

        return record;
    }

    private static List<RunParameter> Parameters(ReadOnlySpan<byte> session)
    {
        List<RunParameter> parameters = [];
        ProtoReader fields = new(session);
        while (fields.Next())
        {
            if (fields.Field == HParamsField.Values && Parameter(fields.Bytes()) is { } parameter)
            {
                parameters.Add(parameter);
            }
        }

        return parameters;
    }

    private static RunParameter? Parameter(ReadOnlySpan<byte> entry)
    {
        string name = "";
        RunParameter? parameter = null;
        ProtoReader fields = new(entry);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case HParamsField.Key: name = Encoding.UTF8.GetString(fields.Bytes()); break;
                case HParamsField.MapValue: parameter = Value(name, fields.Bytes()); break;
            }
        }

        return parameter;
    }

    private static RunParameter? Value(string name, ReadOnlySpan<byte> value)
    {
        RunParameter? parameter = null;
        ProtoReader fields = new(value);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case HParamsField.NumberValue: parameter = new RunParameter(name, fields.Double()); break;
                case HParamsField.StringValue: parameter = new RunParameter(name, Encoding.UTF8.GetString(fields.Bytes())); break;
                case HParamsField.BoolValue: parameter = new RunParameter(name, fields.Integer() != 0); break;
            }
        }

        return parameter;
    }

    private static bool Succeeded(ReadOnlySpan<byte> end)
    {
        bool succeeded = false;
        ProtoReader fields = new(end);
        while (fields.Next())
        {
            succeeded = fields.Field == HParamsField.Status ? fields.Integer() == HParamsField.Success : succeeded;
        }

        return succeeded;
    }
}
