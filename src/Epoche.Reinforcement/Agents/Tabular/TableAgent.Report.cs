namespace Epoche;

public sealed partial class TableAgent
{
    private const double ErrorRate = 0.01;

    /// <inheritdoc/>
    protected internal override void Report(IRunWriter writer, long step)
    {
        writer.Scalar(RunTags.Epsilon, step, _options.Epsilon.At(step));
        writer.Scalar(RunTags.TdError, step, _error);
        writer.Scalar(RunTags.Visited, step, (double)_visited / _visits.Length);
    }

    /// <inheritdoc/>
    protected internal override void Save(StateSaver to)
    {
        to.Write("method", Method);
        to.Part("model", Model.Parameters);
        to.Write<float>("first", _first);
        to.Write<float>("second", _second);
        to.Write<int>("visits", _visits);
        to.Write("updates", _updates);
        to.Write("error", _error);
        to.Write("exploration", _exploration);
        to.Write<int>("next", [.. _lanes.Select(lane => lane.Next)]);
        to.Write<double>("expected", [.. _lanes.Select(lane => lane.Expected)]);
        if (_traces is not null)
        {
            to.Part("traces", _traces);
        }
    }

    /// <inheritdoc/>
    protected internal override void Load(StateLoader from)
    {
        string method = from.Text("method");
        if (method != Method)
        {
            throw from.Mismatch("method", $"the state of {Method}", $"that of {method}");
        }

        from.RequireCount<int>("next", _environments);
        from.RequireCount<double>("expected", _environments);
        int[] next = from.Array<int>("next");
        double[] expected = from.Array<double>("expected");
        float[] tables = new float[2 * _first.Length];
        from.Read("first", tables.AsSpan(0, _first.Length));
        from.Read("second", tables.AsSpan(_first.Length));
        from.RequireCount<int>("visits", _visits.Length);
        int[] visits = from.Array<int>("visits");
        if (next.Any(action => action < -1 || action >= _q.Length))
        {
            throw from.Mismatch("next", $"actions from -1 to {_q.Length - 1}", "others");
        }

        if (visits.Any(count => count < 0) || !expected.All(double.IsFinite) || !tables.All(float.IsFinite))
        {
            throw from.Mismatch("visits", "counts of 0 or more, beside finite values", "others");
        }

        from.Part("model", Model.Parameters);
        if (_traces is not null)
        {
            from.Part("traces", _traces);
        }

        (_updates, _error, _exploration) = (from.Count("updates"), from.Double("error"), from.Random("exploration"));
        tables.AsSpan(0, _first.Length).CopyTo(_first);
        tables.AsSpan(_first.Length).CopyTo(_second);
        visits.CopyTo(_visits, 0);
        _visited = visits.Count(count => count > 0);
        for (int i = 0; i < _environments; i++)
        {
            _lanes[i] = new() { Next = next[i], Expected = expected[i] };
        }
    }

    /// <summary>What is kept, and what it means.</summary>
    private string Method => _traces is null ? $"{_options.Method}" : $"{_options.Method} with traces";
}
