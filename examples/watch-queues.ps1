<#
Watches the queues, tells what grows, and says why mail waits.

    ./watch-queues.ps1                             every 30 seconds, until Ctrl+C
    ./watch-queues.ps1 -Samples 10 -Seconds 5      ten times
    ./watch-queues.ps1 -Samples 1 -Threshold 100   once, for a monitoring system

The exit status is 1 where the last look saw a queue above the threshold or one that cannot deliver.
#>
param(
  [ValidateRange(0, 100000)][int]$Samples = 0,
  [ValidateRange(1, 3600)][int]$Seconds = 30,
  [int]$Threshold = 50,
  [string]$Log = ""
)

# What each queue held when it was looked at last.
$before = @{}

function Get-Trend([string]$Queue, [int]$Count) {
  if (-not $before.ContainsKey($Queue)) { return "new" }
  $change = $Count - $before[$Queue]
  if ($change -gt 0) { return "+$change" }
  if ($change -lt 0) { return "$change" }
  return "="
}

function Write-Look($Row) {
  $text = "{0:HH:mm:ss} {1,-28} {2,-10} {3,6} {4,5}" -f $Row.Time, $Row.Queue, $Row.Status, $Row.Count, $Row.Trend
  Write-Host $text
  if ($Row.Reason -ne "") { Write-Host ("{0,9}{1}" -f "", $Row.Reason) }
}

$isBad = $false
$look = 0
do {
  if ($look -gt 0) { Start-Sleep -Seconds $Seconds }
  $look++
  $isBad = $false
  $now = Get-Date
  $waiting = @(Get-Queue | where { $_.MessageCount -gt 0 } | sort MessageCount -Descending)
  if ($waiting.Count -eq 0) { Write-Host ("{0:HH:mm:ss} all queues are empty" -f $now) }
  foreach ($queue in $waiting) {
    $name = if ($queue.NextHopDomain) { $queue.NextHopDomain } else { $queue.Identity.ToString() }
    $row = [pscustomobject]@{
      Time = $now
      Queue = $name
      Status = "$($queue.Status)"
      Count = $queue.MessageCount
      Trend = Get-Trend $name $queue.MessageCount
      Reason = "$($queue.LastError)"
    }
    Write-Look $row
    if ($Log -ne "") { $row | Export-Csv $Log -Append -NoTypeInformation }
    $before[$name] = $queue.MessageCount
    switch -Regex ($row.Status) {
      "Suspended" { Write-Warning "$name is suspended: Resume-Queue $($queue.Identity)" }
      "Retry" { $isBad = $true }
    }
    if ($queue.MessageCount -gt $Threshold) {
      Write-Warning ("{0} holds {1} messages, more than {2}." -f $name, $queue.MessageCount, $Threshold)
      $isBad = $true
    }
  }
  $total = ($waiting | Measure-Object MessageCount -Sum).Sum
  if ($total) { Write-Host ("{0,9}{1} message(s) in {2} queue(s)" -f "", $total, $waiting.Count) }
} while ($Samples -eq 0 -or $look -lt $Samples)

exit [int]$isBad
