using AiSre.Grains.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Grains.Diagnosis;

public static class DiagnosisServices
{
    /// <summary>What a silo needs to diagnose incidents, beside an <see cref="IDiagnostician"/> and actions.</summary>
    public static IServiceCollection AddDiagnosis(this IServiceCollection services)
    {
        services.TryAddSingleton(new DiagnosisOptions());
        return services.AddChat().AddSingleton<DiagnosisPlaces>().AddSingleton<SymptomReader>().AddSingleton<ModelOpinions>()
            .AddSingleton<DiagnosisRun>().AddSingleton<Verdicts>().AddSingleton<PredictionReader>();
    }
}
