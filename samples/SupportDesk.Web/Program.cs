using SupportDesk.Models;
using SupportDesk.Web;

var model = ModelChoice.From(Environment.GetEnvironmentVariable);
await using var desk = WebDesk.Build(args, model);
Console.WriteLine($"Answers come from {model.Name}.");
await desk.RunAsync();
