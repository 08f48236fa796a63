using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Storage.Tests;

/// <summary>The database under test. A new dialect is one subclass of this and one line for each suite.</summary>
public abstract class LedgerDialect : IDisposable
{
    /// <summary>Creates the database.</summary>
    public virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>Registers the ledger and its read side, as the silo does.</summary>
    public abstract void AddLedger(IServiceCollection services, LedgerOptions options);

    /// <summary>How a program of its own finds the database: its kind, and where it is.</summary>
    public abstract string[] Arguments { get; }

    /// <summary>A plain connection, to look at what is really there.</summary>
    public abstract DbConnection Open();

    /// <summary>Removes the database.</summary>
    public abstract void Dispose();
}
