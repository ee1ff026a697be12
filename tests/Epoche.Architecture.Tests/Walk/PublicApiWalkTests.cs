using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Epoche.Architecture.Tests.Walk;

/// <summary>
/// Calls everything public with null, NaN, empty, negative and oversized arguments, one at a time among sensible ones: only exceptions that
/// a user is meant to see may come out, in texts that no culture changes.
/// </summary>
public sealed partial class PublicApiWalkTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static readonly Type[] s_documented =
    [
        typeof(ArgumentException), typeof(InvalidOperationException), typeof(NotSupportedException), typeof(IOException),
        typeof(UnauthorizedAccessException), typeof(FormatException), typeof(OperationCanceledException), typeof(DataFormatException),
        typeof(ConfigurationException), typeof(NonFiniteException), typeof(KeyNotFoundException), typeof(InvalidDataException),
        typeof(EndOfStreamException), typeof(RunException), typeof(ExperimentException), typeof(UntrustedCodeException),
    ];

    // What does as much as it is asked to, and says so: a careless number makes it long, not wrong.
    private static readonly HashSet<string> s_asLongAsAsked = ["maxSteps", "duration", "episodes", "draws", "steps", "Count", "trials"];

    [Fact]
    public void Careless_arguments_get_documented_exceptions()
    {
        List<string> breaches = [];
        string current = "";
        Thread walk = new(() => WalkAll(breaches, call => current = call)) { IsBackground = true };
        string folder = Directory.CreateTempSubdirectory("epoche-walk-here-").FullName, before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder;
        // No interpreter, so that environments of Python say so instead of starting one two dozen times.
        Environment.SetEnvironmentVariable(PythonEnvironmentOptions.ExecutableVariable, Path.Combine(folder, "python"));
        walk.Start();
        for (string seen = ""; !walk.Join(s_patience); seen = current)
        {
            Assert.True(seen != current, $"{current} does not come back.");
        }

        Environment.CurrentDirectory = before;
        breaches.AddRange(Directory.EnumerateFileSystemEntries(folder)
            .Select(path => Path.GetFileName(path))
            .Where(name => name != Values.RelativePath)
            .Select(name => $"{name} was left in the current folder."));
        Directory.Delete(folder, recursive: true);
        Makers.DeletePaths();
        Violations.None(breaches.Distinct().Order(StringComparer.Ordinal));
    }

    private static void WalkAll(List<string> breaches, Action<string> begin)
    {
        string current = "the first call";
        try
        {
            CultureInfo.CurrentCulture = Commas();
            foreach (PublicCall call in PublicCall.All())
            {
                current = $"{call}";
                foreach (Makers.Receiver receiver in Makers.Receivers(call))
                {
                    Walk(call, receiver, breaches, begin);
                }
            }
        }
        catch (Exception e)
        {
            breaches.Add($"The walk broke off at or behind {current}: {e}");
        }
    }

    private static void Walk(PublicCall call, Makers.Receiver on, List<string> breaches, Action<string> begin)
    {
        Func<object?, object?[], object?> invoke = Invoker.For(call.Method);
        object?[] Sensible() => [.. call.Parameters.Select(
            parameter => Values.Sensible(parameter.ParameterType, parameter.Name!, cancels: call.IsLong || on.IsLong))];
        void Try(object?[] arguments, int careless)
        {
            string what = careless < 0 ? $"{call}" : $"{call} with {call.Parameters[careless].Name} = {Text(arguments[careless])}";
            begin(what);
            object? receiver = on.Make();
            if (call.NeedsReceiver && receiver is null)
            {
                breaches.Add($"Say in {nameof(Makers)} how a {call.Type.Name} is made.");
                return;
            }

            if (call.IsOverriddenIn(receiver))
            {
                return;
            }

            bool isNull = careless >= 0 && arguments[careless] is null && !call.MayBeNull(careless);
            try
            {
                object? result = invoke(receiver, arguments);
                Use(result);
                if (isNull && !call.MayOverlook)
                {
                    breaches.Add($"{what}: accepted");
                }
            }
            catch (Exception e)
            {
                if (!s_documented.Any(type => type.IsInstanceOfType(e)))
                {
                    breaches.Add($"{what}: {e.GetType().Name} "
                        + $"{e.StackTrace?.Split('\n').FirstOrDefault(line => !line.Contains(" System."))?.Trim()}");
                }
                else if (isNull && !call.MayOverlook && !(e is ArgumentNullException named && call.IsNameOf(careless, named.ParamName)))
                {
                    breaches.Add($"{what}: {e.GetType().Name} instead of an ArgumentNullException that names it: {e.Message}");
                }
                else if (!Documentation.Promises(call, e))
                {
                    breaches.Add($"{call}: {e.GetType().Name} is not in its documentation: {e.Message.Split('\n')[0]}");
                }
                else if (DecimalComma().IsMatch(e.Message))
                {
                    breaches.Add($"{what}: decimal comma in: {e.Message}");
                }
            }
            finally
            {
                if (receiver is IDisposable disposable && !call.Type.IsValueType)
                {
                    disposable.Dispose();
                }
            }
        }

        try
        {
            object?[] sensible = Sensible();
            breaches.AddRange(call.Parameters.Where((_, i) => sensible[i] is null && !call.MayBeNull(i))
                .Select(parameter => $"Say in {nameof(Makers)} how a {parameter.ParameterType} for {call} is made."));
            Try(sensible, -1);
            for (int i = 0; i < call.Parameters.Length; i++)
            {
                System.Reflection.ParameterInfo parameter = call.Parameters[i];
                Type type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
                foreach (object? value in parameter.IsOut ? [] : Values.Careless(type))
                {
                    if (IsLarge(value) && s_asLongAsAsked.Contains(parameter.Name!))
                    {
                        continue;
                    }

                    object?[] arguments = Sensible();
                    arguments[i] = value;
                    Try(arguments, i);
                }
            }
        }
        catch (Exception e)
        {
            breaches.Add($"{call}: its arguments cannot be made: {e.GetType().Name} {e.Message}");
        }
    }

    private static bool IsLarge(object? value) =>
        value is int.MaxValue or long.MaxValue || value is TimeSpan span && span == TimeSpan.MaxValue;

    /// <summary>What is lazy begins, and what can be read is read in full.</summary>
    private static void Use(object? result)
    {
        if (result is IEnumerable and not string)
        {
            IEnumerator all = ((IEnumerable)result).GetEnumerator();
            all.MoveNext();
            (all as IDisposable)?.Dispose();
        }

        if (result?.GetType().Namespace == "Epoche" && DecimalComma().IsMatch(result.ToString() ?? ""))
        {
            throw new UnreachableException($"{result.GetType().Name}.ToString: {result}");
        }

        (result as IDisposable)?.Dispose();
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        Array array => $"{array.GetType().Name} [{(array.Length > 0 ? Text(array.GetValue(0)) : "")}]",
        Delegate => "a function",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static CultureInfo Commas()
    {
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = comma.NumberFormat.PercentDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = comma.NumberFormat.PercentGroupSeparator = ".";
        return comma;
    }

    // Neither 16,777,216 nor a list such as 0,1,1,0.
    [GeneratedRegex(@"(?<![\d,])\d+,(?!\d{3}(?!\d))\d+(?!,?\d)", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalComma();
}
