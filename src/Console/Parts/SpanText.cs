namespace AiSre.Console.Parts;

/// <summary>Lengths of time as people say them. The script says them in the same way while a page is open.</summary>
public static class SpanText
{
    /// <summary>38 s, 18 min, 1 h 7 min, 10 h, 3 d.</summary>
    public static string Of(TimeSpan span)
    {
        var time = span < TimeSpan.Zero ? TimeSpan.Zero : span;
        if (time.TotalMinutes < 1) return $"{(int)time.TotalSeconds} s";
        if (time.TotalHours < 1) return $"{(int)time.TotalMinutes} min";
        if (time.TotalHours < 5 && time.Minutes > 0) return $"{(int)time.TotalHours} h {time.Minutes} min";
        return time.TotalDays < 2 ? $"{(int)time.TotalHours} h" : $"{(int)time.TotalDays} d";
    }

    /// <summary>Until something happens: 1:34 in the last five minutes, else as <see cref="Of"/>.</summary>
    public static string Countdown(TimeSpan left)
    {
        if (left <= TimeSpan.Zero) return "a moment";
        return left.TotalMinutes < 5 ? $"{(int)left.TotalMinutes}:{left.Seconds:00}" : Of(left);
    }
}
