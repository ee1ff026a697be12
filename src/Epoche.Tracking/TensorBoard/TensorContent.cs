using System.Buffers.Binary;

namespace Epoche.Tracking.TensorBoard;

/// <summary>
/// What TensorFlow 2, and PyTorch in its new style, put into summaries: every value is a tensor, and the
/// name of a plugin says what it means.
/// </summary>
internal static class TensorContent
{
    /// <exception cref="FormatException">The tensor does not hold one number.</exception>
    public static double Scalar(ReadOnlySpan<byte> tensor)
    {
        List<double> numbers = Numbers(tensor);
        return numbers is [double number]
            ? number
            : throw new FormatException($"a scalar is a tensor of one number; this has {numbers.Count}");
    }

    /// <summary>Rows of three numbers: where a bucket begins, where it ends, and how much it holds.</summary>
    /// <exception cref="FormatException">The tensor is something else.</exception>
    public static RunHistogram Histogram(ReadOnlySpan<byte> tensor)
    {
        List<double> numbers = Numbers(tensor), limits = [], counts = [];
        if (numbers.Count == 0 || numbers.Count % 3 != 0)
        {
            throw new FormatException($"a histogram is a tensor of rows of three numbers; this has {numbers.Count} numbers");
        }

        double count = 0, sum = 0, squares = 0;
        for (int i = 0; i < numbers.Count; i += 3)
        {
            double middle = (numbers[i] + numbers[i + 1]) / 2, held = numbers[i + 2];
            (count, sum, squares) = (count + held, sum + (held * middle), squares + (held * middle * middle));
            if (limits.Count > 0 && limits[^1] == numbers[i + 1])
            {
                counts[^1] += held; // equal values have buckets without a width
            }
            else
            {
                limits.Add(numbers[i + 1]);
                counts.Add(held);
            }
        }

        return Checked(limits, counts, numbers[0], limits[^1], count, sum, squares);
    }

    /// <exception cref="FormatException">The numbers make no histogram.</exception>
    public static RunHistogram Checked(
        List<double> limits, List<double> counts, double min, double max, double count, double sum, double squares)
    {
        try
        {
            return new RunHistogram(limits, counts, min, max, count, sum, squares);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(MessageOf(exception), exception);
        }
    }

    /// <summary>Without the name of a parameter, which says nothing to who reads a file.</summary>
    public static string MessageOf(ArgumentException exception) =>
        exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal);

    /// <summary>The n-th text, or array of bytes; false where there are not so many.</summary>
    public static bool TryText(ReadOnlySpan<byte> tensor, int n, out ReadOnlySpan<byte> text)
    {
        ProtoReader fields = new(tensor);
        while (fields.Next())
        {
            if (fields.Field == TensorField.StringValue && n-- == 0)
            {
                text = fields.Bytes();
                return true;
            }
        }

        text = default;
        return false;
    }

    // Numbers stand in a field of their type, or all as the bytes that a machine has them in.
    private static List<double> Numbers(ReadOnlySpan<byte> tensor)
    {
        long type = 0;
        List<double> numbers = [];
        ReadOnlySpan<byte> content = default;
        ProtoReader fields = new(tensor);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case TensorField.Type: type = fields.Integer(); break;
                case TensorField.Content: content = fields.Bytes(); break;
                case TensorField.FloatValue: fields.AppendFloats(numbers); break;
                case TensorField.DoubleValue: fields.AppendDoubles(numbers); break;
                case TensorField.IntegerValue or TensorField.LongValue or TensorField.BooleanValue: fields.AppendIntegers(numbers); break;
            }
        }

        int size = type switch
        {
            TensorField.BooleanType => 1,
            TensorField.HalfType or TensorField.BrainType => 2,
            TensorField.FloatType or TensorField.IntegerType => 4,
            TensorField.DoubleType or TensorField.LongType => 8,
            _ => 0,
        };
        if (content.Length > 0 && (size == 0 || content.Length % size != 0))
        {
            throw new FormatException($"a tensor of the type {type} has {content.Length} bytes of numbers");
        }

        for (; content.Length > 0; content = content[size..])
        {
            numbers.Add(type switch
            {
                TensorField.BooleanType => content[0],
                TensorField.BrainType => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(content) << 16),
                TensorField.HalfType => (double)BinaryPrimitives.ReadHalfLittleEndian(content),
                TensorField.FloatType => BinaryPrimitives.ReadSingleLittleEndian(content),
                TensorField.IntegerType => BinaryPrimitives.ReadInt32LittleEndian(content),
                TensorField.LongType => BinaryPrimitives.ReadInt64LittleEndian(content),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(content),
            });
        }

        return numbers;
    }
}
