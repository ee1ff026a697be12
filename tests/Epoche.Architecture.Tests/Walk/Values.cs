using System.Linq.Expressions;
using System.Reflection;
using Epoche.OwnKind;

namespace Epoche.Architecture.Tests.Walk;

/// <summary>What the walk gives to a parameter: something that makes sense, and what a careless program might give.</summary>
internal static class Values
{
    /// <summary>A text that means nothing; as a path, a file that may be written.</summary>
    public const string RelativePath = "no such thing";

    private static readonly Dictionary<Type, object[]> s_careless = new()
    {
        [typeof(int)] = [-1, 0, 1, int.MaxValue, int.MinValue],
        [typeof(long)] = [-1L, 0L, long.MaxValue, long.MinValue],
        [typeof(float)] = [float.NaN, -1f, 0f, float.PositiveInfinity, float.MaxValue],
        [typeof(double)] = [double.NaN, -1.0, 0.0, double.PositiveInfinity, double.MaxValue],
        [typeof(ulong)] = [0UL, ulong.MaxValue],
        [typeof(bool)] = [true],
        [typeof(byte)] = [(byte)255],
        [typeof(char)] = ['\0', '"', '\n'],
        [typeof(string)] = ["", "\0", RelativePath],
        [typeof(TimeSpan)] = [TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.MaxValue],
        [typeof(CancellationToken)] = [new CancellationToken(canceled: true)],
        [typeof(Uri)] = [new Uri("name", UriKind.Relative), new Uri("ftp://localhost/"), new Uri("mailto:name@localhost")],
        [typeof(Tensor)] =
        [
            default(Tensor), Tensor.Scalar(1.5f), Tensor.Zeros([0]), Tensor.Zeros([0, 3]), Tensor.Full([4, 3], float.NaN),
            Tensor.Zeros([1, 1, 1, 1, 1, 1]),
        ],
        [typeof(Shape)] = [default(Shape), Shape.Create([]), Shape.Create([0]), Shape.Create([1, 1, 1, 1, 1, 1])],
        [typeof(Size2D)] = [default(Size2D), new Size2D(-1, 1), new Size2D(int.MaxValue, int.MaxValue)],
        [typeof(System.Numerics.Vector2)] =
            [new System.Numerics.Vector2(float.NaN, 0), new System.Numerics.Vector2(float.MaxValue, -float.MaxValue)],
    };

    /// <summary>A type for a type parameter.</summary>
    public static Type Closing(Type parameter) => parameter.Name switch
    {
        "TBatch" => typeof(Batch),
        "TData" => typeof(int),
        "TEnvironment" => typeof(CartPole),
        "TRecipe" => typeof(WaveRecipe),
        "TModel" => typeof(Sequential),
        _ when parameter.GetGenericParameterConstraints().Contains(typeof(Enum)) => typeof(Padding),
        _ when parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) => typeof(IPlaysGames),
        _ => typeof(float),
    };

    /// <summary>Careless values; null first, where there can be one.</summary>
    public static IEnumerable<object?> Careless(Type type)
    {
        type = type.IsByRefLike ? Spans.StandIn(type) : type;
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (!type.IsValueType)
        {
            yield return null;
        }

        foreach (object value in s_careless.GetValueOrDefault(plain, []))
        {
            yield return value;
        }

        if (plain.IsEnum)
        {
            yield return Enum.ToObject(plain, 99);
        }
        else if (Element(plain) is { } element)
        {
            yield return Array.CreateInstance(element, 0);
            foreach (object? value in Careless(element).Take(3))
            {
                Array one = Array.CreateInstance(element, 1);
                one.SetValue(value, 0);
                yield return one;
            }
        }
        else if (plain.IsSubclassOf(typeof(Delegate)))
        {
            yield return Indifferent(plain);
        }
        else if (plain.IsValueType && !s_careless.ContainsKey(plain))
        {
            yield return Activator.CreateInstance(plain);
        }
    }

    /// <summary>Something that makes sense.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="cancels">Whether what is called is to stop as soon as it can.</param>
    public static object? Sensible(Type type, string name, bool cancels = false)
    {
        if (cancels && type == typeof(CancellationToken))
        {
            return new CancellationToken(canceled: true);
        }

        type = type.IsByRef ? type.GetElementType()! : type;
        type = type.IsByRefLike ? Spans.StandIn(type) : type;
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string))
        {
            return name is "path" or "folder" or "directory" or "file" or "runs" or "studies" or "svg" or "png" ? Makers.NewPath() : "name";
        }

        if (Makers.TryMake(plain, out object? made))
        {
            return made;
        }

        if (Element(plain) is { } element)
        {
            Array two = Array.CreateInstance(element, 2);
            two.SetValue(Sensible(element, name), 0);
            two.SetValue(Sensible(element, name), 1);
            return two;
        }

        return plain.IsSubclassOf(typeof(Delegate)) ? Indifferent(plain)
            : plain.IsValueType ? Activator.CreateInstance(plain)
            : null;
    }

    /// <summary>The elements of an array, or of an interface that an array implements.</summary>
    private static Type? Element(Type type) => type.IsArray && type.GetArrayRank() == 1 ? type.GetElementType()
        : type.IsInterface && type.IsGenericType && type.GetGenericArguments() is [var element]
            && type.IsAssignableFrom(element.MakeArrayType()) ? element
        : null;

    /// <summary>A function that takes anything and gives what is empty: 0, null, nothing.</summary>
    private static Delegate? Indifferent(Type type)
    {
        MethodInfo invoke = type.GetMethod("Invoke")!;
        return invoke.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike || parameter.ParameterType.IsByRef)
            ? null
            : Expression.Lambda(type, Expression.Default(invoke.ReturnType),
                invoke.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType))).Compile();
    }
}
