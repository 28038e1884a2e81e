<#
Copies Receive connectors from one server to another, with the rights that were given to them one by one.

    ./copy-receive-connectors.ps1 -From EX01 -To EX02                 all connectors but the five of the setup
    ./copy-receive-connectors.ps1 -From EX01 -To EX02 -Name "*Relay"  those whose name matches
    ./copy-receive-connectors.ps1 -From EX01 -To EX02 -WhatIf         says what it would do

A connector that the other server has under the same name is left as it is, unless -Overwrite is given.
#>
[CmdletBinding(SupportsShouldProcess=$true)]
param(
  [Parameter(Mandatory=$true)][string]$From,
  [Parameter(Mandatory=$true)][string]$To,
  [string]$Name = "*",
  [switch]$Overwrite
)

# The connectors that every server has of its own.
$setup = "Default $From", "Client Proxy $From", "Default Frontend $From",
  "Outbound Proxy Frontend $From", "Client Frontend $From"

# Settings that are copied as they are. Name, Server and Fqdn belong to the server.
$settings = "TransportRole", "Bindings", "RemoteIPRanges", "AuthMechanism", "PermissionGroups", "Banner",
  "Comment", "Enabled", "ConnectionTimeout", "ConnectionInactivityTimeout", "MaxMessageSize", "MaxHeaderSize",
  "MaxHopCount", "MaxInboundConnection", "MaxInboundConnectionPerSource", "MaxProtocolErrors",
  "MaxRecipientsPerMessage", "ProtocolLoggingLevel", "RequireTLS", "SizeEnabled", "TarpitInterval"

function Get-Setting($Connector) {
  $found = @{}
  foreach ($setting in $settings) {
    $value = $Connector.$setting
    if ($value -ne $null -and "$value" -ne "") { $found[$setting] = $value }
  }
  # "Custom" only says that single rights were given: they are copied below.
  $groups = @("$($found.PermissionGroups)" -split ", " | where { $_ -ne "Custom" -and $_ -ne "" })
  if ($groups.Count -eq 0) { $groups = "None" }
  $found.PermissionGroups = $groups
  $found
}

function Copy-Right($Source, $Target) {
  $has = Get-ADPermission $Target | where { -not $_.IsInherited } | % { "$($_.User)|$($_.ExtendedRights)" }
  $wanted = Get-ADPermission $Source | where { -not $_.IsInherited -and -not $_.Deny }
  foreach ($entry in $wanted) {
    if ($has -contains "$($entry.User)|$($entry.ExtendedRights)") { continue }
    Add-ADPermission $Target -User $entry.User -ExtendedRights $entry.ExtendedRights | Out-Null
    Write-Host "  $($entry.User) may $($entry.ExtendedRights)"
  }
}

$copied = 0
$present = @(Get-ReceiveConnector -Server $To | % { $_.Name })
foreach ($connector in Get-ReceiveConnector -Server $From) {
  if ($setup -contains $connector.Name -or $connector.Name -notlike $Name) { continue }
  $target = "$To\$($connector.Name)"
  $exists = $present -contains $connector.Name
  if ($exists -and -not $Overwrite) {
    Write-Warning "$target is there already. Use -Overwrite to make it like $($connector.Identity)."
    continue
  }
  if (-not $PSCmdlet.ShouldProcess($target, "Copy $($connector.Identity)")) { continue }
  $with = Get-Setting $connector
  try {
    if ($exists) {
      $with.Remove("TransportRole")
      Set-ReceiveConnector $target @with -ErrorAction Stop
    } else {
      New-ReceiveConnector -Name $connector.Name -Server $To -Custom @with -ErrorAction Stop | Out-Null
    }
    Write-Host "$target"
    Copy-Right $connector.Identity $target
    $copied++
  } catch {
    Write-Warning "$target was not copied: $($_.Exception.Message)"
  }
}
"$copied connector(s) copied from $From to $To."
