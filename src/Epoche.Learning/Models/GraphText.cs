using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>A model's graph in text: a line for each box, from top to bottom; lanes to the left of it carry the values on.</summary>
internal sealed class GraphText
{
    private const int Free = -1, MostLanes = 60, MostBoxes = 1_000; // what people can distinguish and read

    private readonly GraphItem[] _items;
    private readonly int[] _usesLeft;
    private readonly List<int> _lanes = []; // which box's value each carries
    private readonly List<(string Lanes, string Label)> _rows = [];

    private GraphText(GraphItem[] items)
    {
        _items = items;
        _usesLeft = new int[items.Length];
        foreach (int source in items.SelectMany(item => item.Sources.Distinct()))
        {
            _usesLeft[source]++;
        }
    }

    internal static string Of(Model model)
    {
        GraphText text = new(GraphItem.Of(model));
        int shown = 0;
        foreach (int item in text.Order())
        {
            if (shown == MostBoxes || text._lanes.Count > MostLanes)
            {
                text._rows.Add(("", string.Create(CultureInfo.InvariantCulture, $"… {text._items.Length - shown:N0} more are left out")));
                break;
            }

            text.Append(item);
            shown++;
        }

        int width = text._rows.Max(row => row.Lanes.Length);
        return string.Join(Environment.NewLine, text._rows.Select(row => $"{row.Lanes.PadRight(width)} {row.Label}".TrimEnd()));
    }

    /// <summary>Inputs directly before what needs them first, outputs directly behind what they are: the lanes stay short.</summary>
    private IEnumerable<int> Order()
    {
        HashSet<int> done = [];
        for (int i = 0; i < _items.Length; i++)
        {
            if (_items[i].Kind == GraphItemKind.Input)
            {
                continue;
            }

            foreach (int item in _items[i].Sources.Where(source => _items[source].Kind == GraphItemKind.Input).Append(i))
            {
                if (done.Add(item))
                {
                    yield return item;
                }
            }

            for (int output = i + 1; output < _items.Length; output++)
            {
                if (_items[output].Kind == GraphItemKind.Output && _items[output].Sources[0] == i && done.Add(output))
                {
                    yield return output;
                }
            }
        }
    }

    private void Append(int item)
    {
        bool[] before = [.. _lanes.Select(value => value != Free)];
        int[] sources = [.. _items[item].Sources.Select(source => _lanes.IndexOf(source))];
        foreach (int source in sources)
        {
            if (--_usesLeft[_lanes[source]] == 0)
            {
                _lanes[source] = Free;
            }
        }

        int[] ended = [.. sources.Where(source => _lanes[source] == Free).Order()];
        int lane = ended.Length > 0 ? ended[0] : FreeLane();
        _lanes[lane] = item;
        if (sources.Any(source => source != lane))
        {
            _rows.Add((Connect(before, sources, lane), ""));
        }

        char mark = _items[item].Kind switch { GraphItemKind.Input => '○', GraphItemKind.Layer => '●', _ => '◆' };
        _rows.Add((
            string.Join(' ', _lanes.Select((value, i) => i == lane ? mark : value == Free ? ' ' : '│')),
            $"{_items[item].Name}  {_items[item].Details}"));
        if (_usesLeft[item] == 0)
        {
            _lanes[lane] = Free;
        }

        while (_lanes is [.., Free])
        {
            _lanes.RemoveAt(_lanes.Count - 1);
        }
    }

    private int FreeLane()
    {
        int lane = _lanes.IndexOf(Free);
        if (lane < 0)
        {
            lane = _lanes.Count;
            _lanes.Add(Free);
        }

        return lane;
    }

    /// <summary>The row in which the sources' lanes reach the new box's lane; other lanes pass over it.</summary>
    private string Connect(bool[] before, int[] sources, int lane)
    {
        int low = Math.Min(lane, sources.Min()), high = Math.Max(lane, sources.Max());
        StringBuilder row = new();
        for (int i = 0; i < _lanes.Count; i++)
        {
            bool up = i < before.Length && before[i], down = _lanes[i] != Free, isEnd = i == lane || sources.Contains(i);
            row.Append(isEnd ? Corner(up, down, left: i > low, right: i < high) : up && down ? '│' : i > low && i < high ? '─' : ' ');
            row.Append(i >= low && i < high ? '─' : ' ');
        }

        return row.ToString().TrimEnd();
    }

    private static char Corner(bool up, bool down, bool left, bool right) => (up, down, left, right) switch
    {
        (true, true, true, true) => '┼',
        (true, true, false, true) => '├',
        (true, true, true, false) => '┤',
        (true, false, true, true) => '┴',
        (false, true, true, true) => '┬',
        (true, false, false, true) => '╰',
        (true, false, true, false) => '╯',
        (false, true, false, true) => '╭',
        (false, true, true, false) => '╮',
        _ => '│',
    };
}
