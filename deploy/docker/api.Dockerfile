# docker build -f deploy/docker/api.Dockerfile -t ai-sre-api:0.1.0 .        (from the root of the repository)
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
# Without a native launcher the output is the same for every processor, so one build serves all of them.
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Api -c Release -o /app -p:UseAppHost=false && deploy/sbom Api /app

# Not the chiseled image: it has no shell, which the health check and compose.yaml need.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
COPY --chmod=0555 deploy/docker/healthcheck /usr/local/bin/healthcheck
# Production starts without keys only where somebody says so. Diagnostics would put a socket into /tmp, which a read-only root file system refuses.
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_URLS=http://+:8888 \
    ASPNETCORE_HTTP_PORTS= \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
EXPOSE 8888
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 CMD ["healthcheck"]
ENTRYPOINT ["dotnet", "AiSre.Api.dll"]
