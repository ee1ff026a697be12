using System.Text;

namespace Epoche.Tracking.Reports;

/// <summary>Sets the keys and the comments of a configuration apart.</summary>
internal static class YamlMarkup
{
    public static string Of(string yaml)
    {
        StringBuilder html = new();
        foreach (string line in yaml.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            int comment = CommentStart(line);
            string content = line[..comment];
            int colon = content.IndexOf(':', StringComparison.Ordinal);
            bool hasKey = colon > 0
                && content[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or ' ' or '.');
            html.Append(hasKey
                ? $"<span class=\"k\">{Markup.Escape(content[..colon])}</span>{Markup.Escape(content[colon..])}"
                : Markup.Escape(content));
            html.Append(comment < line.Length ? $"<span class=\"c\">{Markup.Escape(line[comment..])}</span>" : "").Append('\n');
        }

        return html.ToString();
    }

    // A comment starts at a # at the start of a line or after a blank, outside quotes.
    private static int CommentStart(string line)
    {
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            char letter = line[i];
            if (quote != '\0')
            {
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '"' or '\'')
            {
                quote = letter;
            }
            else if (letter == '#' && (i == 0 || line[i - 1] == ' '))
            {
                return i;
            }
        }

        return line.Length;
    }
}
