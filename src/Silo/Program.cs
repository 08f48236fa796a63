using AiSre.Api;
using AiSre.Silo;

var builder = WebApplication.CreateBuilder(args);
builder.AddAiSreSilo();
builder.AddAiSreApi();

var app = builder.Build();
app.MapAiSreApi();
await app.RunAsync();
