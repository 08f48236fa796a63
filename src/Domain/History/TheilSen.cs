namespace AiSre.Domain.History;

/// <summary>
/// A line through points that a few wild ones among them do not move: its slope is the median of the slopes between any two of them, so up to 29 %
/// of the points may lie anywhere.
/// </summary>
public readonly record struct TheilSen(double Slope, double Intercept)
{
    /// <summary>Null where no two points lie at different places. What is no number is left out.</summary>
    public static TheilSen? Through(IEnumerable<(double X, double Y)> points)
    {
        var all = points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToArray();
        var slopes = new List<double>(all.Length * (all.Length - 1) / 2);
        for (var i = 0; i < all.Length; i++)
        {
            for (var j = i + 1; j < all.Length; j++)
                if (all[i].X != all[j].X) slopes.Add((all[j].Y - all[i].Y) / (all[j].X - all[i].X));
        }

        if (slopes.Count == 0) return null;
        var slope = slopes.Median()!.Value;
        return new(slope, all.Select(point => point.Y - (slope * point.X)).Median()!.Value);
    }

    public double At(double x) => Intercept + (Slope * x);
}
