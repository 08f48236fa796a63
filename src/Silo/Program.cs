using AiSre.Api;
using AiSre.Silo;

// Settings are read once: watching the folder for changes would wake for every page that the ledger writes into it.
var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
builder.AddAiSreSilo();
builder.AddAiSreApi();

var app = builder.Build();
app.MapAiSreApi();
await app.RunAsync();
